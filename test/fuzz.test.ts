import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { statusOf } from "../src/http/error-status";
import { ERROR_CODES } from "../src/openapi/error-meanings";
import { configurationParameters } from "../src/schemas/configuration";
import { snapParameters } from "../src/schemas/snap";
import { newAccount } from "./support/api";
import { insertConfiguration, storeShot } from "./support/rows";
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
/** What a schema takes, so that not everything fails at its first word. */
const VALID: [name: string, value: string | number | boolean][] = [
  ["url", "https://example.com/"],
  ["page_width", 800],
  ["fullpage", "true"],
  ["image_format", "png"],
  ["json", true],
  ["ttl", "0"],
  ["headers", "A: b"],
  ["cookies", "a=b"],
  ["scheduled_screenshot", true],
  ["scheduled_every", "2"],
  ["scheduled_interval", "days"],
  ["multi_step_actions", '[{"type":"click","selector":"#a"}]'],
  ["page", 1],
  ["order", "asc"],
  ["name", "Fuzz"],
  ["monthly_screenshots", 5],
];
const parameters: fc.Arbitrary<[string, unknown][]> = fc.oneof(
  fc.subarray<[string, unknown]>(VALID),
  fc.array(
    fc.oneof(
      fc.constantFrom(...VALID),
      fc.tuple(fc.oneof(fc.constantFrom(...NAMES), garbage), jsonValue),
    ),
    { maxLength: 12 },
  ),
);

/** Rows that are there, and another account's. */
const EXISTING = { configuration: crypto.randomUUID(), job: "a".repeat(24) };

const id = fc.oneof(
  fc.uuid(),
  fc.string({ maxLength: 40 }),
  fc.constantFrom("..", "%2e%2e", "%00", "a/b", ...Object.values(EXISTING)),
);
const ROUTES: [methods: string, path: string][] = [
  ["GET POST", "/snap"],
  ["GET POST", "/screenshot_configs"],
  ["GET PATCH DELETE", "/screenshot_configs/:id"],
  ["POST", "/screenshot_configs/:id/capture"],
  ["GET", "/screenshot_configs/:id/screenshots"],
  ["GET", "/screenshot_configs/:id/change_notifications"],
  ["GET", "/screenshot_configs/change_notifications"],
  ["GET", "/change_notifications"],
  ["GET", "/change_notifications/:id/deliveries"],
  ["POST", "/change_notifications/:id/redeliver"],
  ["POST", "/webhooks/test"],
  ["GET", "/jobs/:id"],
  ["GET", "/screenshots"],
  ["GET", "/app/screenshots/:id/embed"],
  ["GET", "/images/:id/:id"],
  ["GET", "/placeholder.png"],
  ["GET POST", "/admin/accounts"],
  ["GET PATCH DELETE", "/admin/accounts/:id"],
  ["POST", "/admin/accounts/:id/keys"],
  ["GET", "/account_limits"],
  ["GET", "/healthz"],
  ["GET", "/openapi.json"],
  ["GET", "/docs"],
  ["GET", "/:id"],
];
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** A path with a method, mostly one that it is served with. */
const target = fc
  .tuple(fc.constantFrom(...ROUTES), id, fc.nat(), fc.nat(4))
  .map(([[methods, pattern], value, choice, mood]) => {
    const among = mood === 0 ? METHODS : methods.split(" ");
    const path = pattern.replaceAll(":id", encodeURIComponent(value.toWellFormed()));
    return { path, method: among[choice % among.length] ?? "GET" };
  });
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
  fc.constant(""),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.uint8Array({ maxLength: 100 }),
);
const attack = fc.record({
  target,
  query: parameters,
  contentType,
  body,
  as: fc.constantFrom("nobody", "account", "account", "operator"),
  address: fc.integer({ min: 1, max: 254 }),
});

test(`${REQUESTS} requests of every kind get no 5xx, always a known answer, and store nothing`, async () => {
  // Without an allotment no page is ever opened: whatever is refused must leave no trace.
  const accounts = await Promise.all(
    Array.from({ length: REQUESTS / REQUESTS_PER_ACCOUNT }, () =>
      newAccount({ monthly_screenshots: 0 }),
    ),
  );
  await storeExisting();
  const before = await everything();
  // A line per request would be more than the test itself.
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  // A sample webhook may be sent to any address that chance makes up: none leaves this machine.
  vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("There is no network."));
  const attacks = fc.sample(attack, { numRuns: REQUESTS, seed: 20261122 });
  const statuses = new Map<number, number>();
  for (let first = 0; first < REQUESTS; first += SIDE_BY_SIDE) {
    const { key } = accounts[Math.floor(first / REQUESTS_PER_ACCOUNT)] ?? { key: "" };
    const some = attacks.slice(first, first + SIDE_BY_SIDE);
    for (const status of await Promise.all(some.map((request) => expectKnownAnswer(request, key))))
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  vi.restoreAllMocks();
  // Not all of it fails at the door.
  for (const status of [200, 400, 401, 403, 404, 405, 415]) {
    expect(statuses.get(status), `answers of ${status}`).toBeGreaterThan(0);
  }
  const after = await everything();
  expect(after.accounts).toBe(before.accounts + (statuses.get(201) ?? 0));
  expect(after.others).toEqual(before.others);
}, 300_000);

type Attack = typeof attack extends fc.Arbitrary<infer T> ? T : never;

/** Sends a request, and looks at its answer as a client does; answers with its status. */
async function expectKnownAnswer(
  { target: { path, method }, query, contentType, body, as, address }: Attack,
  key: string,
): Promise<number> {
  const texts = query.map(([name, value]): [string, string] => [name, String(value)]);
  const hasBody = !["GET", "HEAD", "OPTIONS"].includes(method);
  const token = { nobody: null, account: key, operator: env.ADMIN_TOKEN }[as];
  const response = await call(`${path}?${new URLSearchParams(texts)}`, {
    method,
    redirect: "manual",
    headers: {
      // Of many addresses, so that the limit of one does not answer for all.
      "CF-Connecting-IP": `198.51.100.${address}`,
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(hasBody && isHeader(contentType) ? { "Content-Type": contentType } : {}),
    },
    ...(hasBody ? { body: body as BodyInit } : {}),
  });
  const { status } = response;
  expect(status, `${method} ${path}`).toBeLessThan(500);
  const text = await response.text();
  if (method === "HEAD" || method === "OPTIONS") return status;
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
    const { pathname } = new URL(path, "http://localhost");
    expect(pathname).toMatch(/^\/($|placeholder\.png$|docs$|app\/screenshots\/)/);
    return status;
  }
  const answer = JSON.parse(text);
  if (path === "/openapi.json") return status;
  expect(typeof answer.success).toBe("boolean");
  if (answer.success) return status;
  expect(ERROR_CODES).toContain(answer.error_code);
  expect(status).toBe(statusOf(answer.error_code, answer.reason));
  expect(answer.note).not.toMatch(/\bat .*\.ts:\d|SQLITE|D1_ERROR/);
  return status;
}

function isHeader(value: string): boolean {
  return /^[\x20-\x7e]+$/.test(value);
}

async function storeExisting(): Promise<void> {
  const { id: accountId } = await newAccount({ monthly_screenshots: 0 });
  await insertConfiguration({ accountId, id: EXISTING.configuration });
  await storeShot({ accountId, configurationId: EXISTING.configuration, id: EXISTING.job });
}

/** How many accounts there are, and all that is stored beside them. */
async function everything() {
  const tables = ["configurations", "screenshots", "usage", "last_values", "notifications"].concat([
    "deliveries",
    "attempts",
    "endpoints",
    "purges",
  ]);
  const rows = await env.DB.batch(tables.map((name) => env.DB.prepare(`SELECT * FROM ${name}`)));
  const { objects } = await env.BUCKET.list();
  const accounts = await env.DB.prepare("SELECT count(*) AS n FROM accounts").first<number>("n");
  return {
    accounts: accounts ?? 0,
    others: [...rows.map(({ results }) => results), objects.map(({ key, etag }) => [key, etag])],
  };
}
