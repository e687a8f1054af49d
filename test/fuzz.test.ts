import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { statusOf } from "../src/errors";
import { configurationParameters } from "../src/schemas/configuration";
import { snapParameters } from "../src/schemas/snap";
import { newAccount } from "./support/api";
import { call } from "./support/worker";

const REQUESTS = 5_000;
/** Below what the rate limiter allows one account. */
const REQUESTS_PER_ACCOUNT = 1_000;
const SIDE_BY_SIDE = 20;

const NAMES = [
  ...Object.keys(snapParameters.shape),
  ...Object.keys(configurationParameters.shape),
  ...["access_token", "page", "limit", "after", "before", "order", "name", "monthly_screenshots"],
  ...["__proto__", "constructor", "toString", "", "a[]", "a[b]"],
];

const garbage = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1e400",
    "NaN",
    "null",
    "true",
    "[",
    "{}",
    "[[[[",
    "\u0000",
    "\ud800",
    "%",
    "💥",
  ),
  fc.constantFrom(
    "http://example.com/",
    "file:///etc/passwd",
    "http://[::1]/",
    "//x",
    "javascript:1",
  ),
  fc.integer().map(String),
);
const jsonValue = fc.oneof(garbage, fc.jsonValue({ maxDepth: 4 }));
const parameters = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), garbage), jsonValue), {
  maxLength: 12,
});

const id = fc.oneof(
  fc.uuid(),
  fc.string({ maxLength: 40 }),
  fc.constantFrom("..", "%2e%2e", "%00", "a/b"),
);
const path = fc.oneof(
  fc.constantFrom(
    ...["/snap", "/screenshot_configs", "/screenshots", "/change_notifications", "/webhooks/test"],
    ...[
      "/account_limits",
      "/admin/accounts",
      "/healthz",
      "/screenshot_configs/change_notifications",
    ],
  ),
  fc
    .tuple(
      fc.constantFrom(
        ...[
          "/screenshot_configs/:id",
          "/screenshot_configs/:id/capture",
          "/jobs/:id",
          "/images/:id/:id",
        ],
        ...["/screenshot_configs/:id/screenshots", "/screenshot_configs/:id/change_notifications"],
        ...["/change_notifications/:id/deliveries", "/change_notifications/:id/redeliver"],
        ...[
          "/app/screenshots/:id/embed",
          "/admin/accounts/:id",
          "/admin/accounts/:id/keys",
          "/:id",
        ],
      ),
      id,
    )
    .map(([pattern, value]) => pattern.replaceAll(":id", encodeURIComponent(value.toWellFormed()))),
);
const method = fc.constantFrom(
  "GET",
  "GET",
  "POST",
  "POST",
  "PATCH",
  "DELETE",
  "PUT",
  "HEAD",
  "OPTIONS",
);
const contentType = fc.constantFrom(
  ...["application/json", "application/json", "application/x-www-form-urlencoded"],
  ...[
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain",
    "",
    "application/x\u00e9",
  ],
);
const body = fc.oneof(
  parameters.map((entries) => JSON.stringify(Object.fromEntries(entries))),
  parameters.map((entries) =>
    new URLSearchParams(entries.map(([n, v]) => [n, String(v)])).toString(),
  ),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.uint8Array({ maxLength: 100 }),
);
const attack = fc.record({
  path,
  method,
  query: parameters,
  contentType,
  body,
  withKey: fc.boolean(),
});

test(`${REQUESTS} requests of every kind get no 5xx, always a known answer, and store nothing`, async () => {
  // Without an allotment no page is ever opened: whatever is refused must leave no trace.
  const accounts = await Promise.all(
    Array.from({ length: REQUESTS / REQUESTS_PER_ACCOUNT }, () =>
      newAccount({ monthly_screenshots: 0 }),
    ),
  );
  const before = await countEverything();
  // A line per request would be more than the test itself.
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  // A sample webhook may be sent to any address that chance makes up: none leaves this machine.
  vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("There is no network."));
  const attacks = fc.sample(attack, { numRuns: REQUESTS, seed: 20261122 });
  for (let first = 0; first < REQUESTS; first += SIDE_BY_SIDE) {
    const { key } = accounts[Math.floor(first / REQUESTS_PER_ACCOUNT)] ?? { key: "" };
    const some = attacks.slice(first, first + SIDE_BY_SIDE);
    await Promise.all(some.map((request) => expectKnownAnswer(request, key)));
  }
  vi.restoreAllMocks();
  expect(await countEverything()).toEqual(before);
}, 300_000);

type Attack = typeof attack extends fc.Arbitrary<infer T> ? T : never;

async function expectKnownAnswer(
  { path, method, query, contentType, body, withKey }: Attack,
  key: string,
) {
  const texts = query.map(([name, value]): [string, string] => [name, String(value)]);
  const hasBody = !["GET", "HEAD", "OPTIONS"].includes(method);
  const response = await call(`${path}?${new URLSearchParams(texts)}`, {
    method,
    redirect: "manual",
    headers: {
      ...(withKey ? { Authorization: `Bearer ${key}` } : {}),
      ...(hasBody && isHeader(contentType) ? { "Content-Type": contentType } : {}),
    },
    ...(hasBody ? { body: body as BodyInit } : {}),
  });
  expect(response.status, `${method} ${path}`).toBeLessThan(500);
  const text = await response.text();
  if (method === "HEAD" || method === "OPTIONS") return;
  if (response.headers.get("Content-Type") === "image/png") return;
  const answer = JSON.parse(text);
  expect(typeof answer.success).toBe("boolean");
  if (answer.success) return;
  expect(statusOf(answer.error_code), answer.error_code).toBeDefined();
  expect(answer.note).not.toMatch(/\bat .*\.ts:\d|SQLITE|D1_ERROR/);
}

function isHeader(value: string): boolean {
  return /^[\x20-\x7e]+$/.test(value);
}

async function countEverything() {
  const tables = [
    "accounts",
    "configurations",
    "screenshots",
    "usage",
    "notifications",
    "deliveries",
  ];
  const counts = await env.DB.batch(
    tables.map((table) => env.DB.prepare(`SELECT count(*) AS n FROM ${table}`)),
  );
  const { objects } = await env.BUCKET.list();
  return [...counts.map(({ results }) => results), objects.length];
}
