import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { poolOf } from "../../src/browser/sessions/pool-stub";
import { callJson, newAccount, site } from "../support/api";

/** A pool with this answer to a lease request. */
function poolThat(acquire: () => Promise<unknown>) {
  const pool = { acquire, release: async () => undefined };
  return { BROWSER_POOL: { getByName: () => pool } as unknown as typeof env.BROWSER_POOL };
}

test.each([
  ["has no free slot in time", async () => null],
  ["was replaced during the request", () => Promise.reject(new Error("The object was reset"))],
])("where the pool %s, the answer is 503 with Retry-After", async (_, acquire) => {
  const { id, key } = await newAccount();
  const query = new URLSearchParams({ url: `${site}/quarters`, access_token: key });
  const answer = await callJson(`/snap?${query}`, {}, poolThat(acquire));
  expect(answer.status).toBe(503);
  expect(answer.body).toMatchObject({
    error_code: "screenshot_failed",
    reason: "browser_unavailable",
  });
  expect(answer.headers.get("Retry-After")).toBe("5");
  const used = env.DB.prepare("SELECT used FROM usage WHERE account_id = ?").bind(id);
  expect(await used.first("used")).toBe(0);
});

test.each([
  ["EU", "weur"],
  ["NA", "enam"],
  ["SA", "sam"],
  ["AS", "apac"],
  ["OC", "oc"],
  ["AF", "afr"],
  ["AN", undefined],
  ["any", undefined],
])("the pool of %s has the location hint %s", (region, locationHint) => {
  const calls: unknown[] = [];
  const getByName = (...of: unknown[]) => calls.push(...of);
  poolOf({ BROWSER_POOL: { getByName } as unknown as typeof env.BROWSER_POOL }, region);
  expect(calls).toEqual([region, locationHint && { locationHint }]);
});
