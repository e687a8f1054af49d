import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, inject, test, vi } from "vitest";
import { statusOf } from "../src/http/error-status";
import { ERROR_CODES } from "../src/openapi/error-meanings";
import { call, newAccount } from "./support/api";
import { EXISTING, type FuzzedRequest, request } from "./support/fuzzed-requests";
import { insertConfiguration, storeShot } from "./support/rows";

/** With 500 requests this seed produces every status that the test expects. */
const { REQUESTS, SEED } = inject("full")
  ? { REQUESTS: 5_000, SEED: 20261122 }
  : { REQUESTS: 500, SEED: 3 };
/** Less than the rate limit of an account. */
const REQUESTS_PER_ACCOUNT = 1_000;
const SIDE_BY_SIDE = 20;

test(`${REQUESTS} random requests get no 5xx, only known answers, and store nothing`, async () => {
  // Without an allotment no page is opened: a refused request must store nothing.
  const accounts = await Promise.all(
    Array.from({ length: Math.ceil(REQUESTS / REQUESTS_PER_ACCOUNT) }, () =>
      newAccount({ monthly_screenshots: 0 }),
    ),
  );
  await storeExisting();
  const before = await everything();
  // The log has a line per request.
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  // `POST /webhooks/test` calls random URLs: none of them may leave this machine.
  vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("There is no network."));
  const requests = fc.sample(request, { numRuns: REQUESTS, seed: SEED });
  const statuses = new Map<number, number>();
  for (let first = 0; first < REQUESTS; first += SIDE_BY_SIDE) {
    const { key } = accounts[Math.floor(first / REQUESTS_PER_ACCOUNT)] ?? { key: "" };
    const batch = requests.slice(first, first + SIDE_BY_SIDE);
    for (const status of await Promise.all(batch.map((fuzzed) => expectKnownAnswer(fuzzed, key))))
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  vi.restoreAllMocks();
  // Some requests pass each stage of validation.
  for (const status of [200, 400, 401, 403, 404, 405, 415]) {
    expect(statuses.get(status), `answers of ${status}`).toBeGreaterThan(0);
  }
  const after = await everything();
  expect(after.accounts).toBe(before.accounts + (statuses.get(201) ?? 0));
  expect(after.others).toEqual(before.others);
}, 300_000);

/** Sends a request and checks its answer; returns the status. */
async function expectKnownAnswer(
  { target: { path, method }, query, contentType, body, as, address }: FuzzedRequest,
  key: string,
): Promise<number> {
  const texts = query.map(([name, value]): [string, string] => [name, String(value)]);
  const hasBody = !["GET", "HEAD", "OPTIONS"].includes(method);
  const token = { anonymous: null, account: key, operator: env.ADMIN_TOKEN }[as];
  const response = await call(`${path}?${new URLSearchParams(texts)}`, {
    method,
    redirect: "manual",
    headers: {
      // Many client IPs, so that none reaches its rate limit.
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

/** The number of accounts, and all other stored rows and objects. */
async function everything() {
  const tables = [
    "configurations",
    "screenshots",
    "usage",
    "last_values",
    "notifications",
    "deliveries",
    "attempts",
    "endpoints",
    "purges",
  ];
  const rows = await env.DB.batch(tables.map((name) => env.DB.prepare(`SELECT * FROM ${name}`)));
  const { objects } = await env.BUCKET.list();
  const accounts = await env.DB.prepare("SELECT count(*) AS n FROM accounts").first<number>("n");
  return {
    accounts: accounts ?? 0,
    others: [...rows.map(({ results }) => results), objects.map(({ key, etag }) => [key, etag])],
  };
}
