import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { call, callJson, newAccount, withQuery } from "../support/api";

/** What wrangler.toml allows a minute: a thousand, with leeway for bursts. */
const LIMIT = 1_200;
const MANY = Array.from({ length: LIMIT + 50 }, (_, n) => n);

test("an account that asks too often is told when to come back; others are not hindered", async () => {
  const account = await newAccount();
  const path = withQuery("/account_limits", { access_token: account.key });
  // The limiter counts by the minute: bring its window up to the limit, then ask for real.
  for (const _ of MANY) await env.API_RATE_LIMIT.limit({ key: `${account.id}:private` });
  const { status, headers, body } = await callJson(path);
  expect({ status, code: body.error_code }).toEqual({ status: 429, code: "rate_limit_exceeded" });
  expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
  expect(Number(headers.get("Retry-After"))).toBeLessThanOrEqual(60);

  const other = await newAccount();
  const free = await callJson(withQuery("/account_limits", { access_token: other.key }));
  expect(free.status).toBe(200);
});

test("an address that guesses keys is limited, while images are shown to it", async () => {
  const from = { headers: { "CF-Connecting-IP": "198.51.100.7" } };
  const guesses: number[] = [];
  for (let n = 0; n < 150; n++) {
    guesses.push((await call(`/screenshots?access_token=guess-${n}`, from)).status);
  }
  expect(guesses[0]).toBe(401);
  expect(guesses.at(-1)).toBe(429);
  expect((await call("/placeholder.png", from)).status).toBe(200);
  const other = { headers: { "CF-Connecting-IP": "198.51.100.8" } };
  expect((await call("/screenshots?access_token=guess", other)).status).toBe(401);
});
