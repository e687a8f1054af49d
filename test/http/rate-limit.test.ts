import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { networkOf } from "../../src/http/rate-limit";
import { call, callJson, newAccount, withQuery } from "../support/api";

/** The limit per minute in wrangler.toml: a thousand, and some for bursts. */
const LIMIT = 1_200;
const MANY = Array.from({ length: LIMIT + 50 }, (_, n) => n);

/** Uses up the limit of the current minute, then sends a request. */
async function sendOverLimit<T>(key: string, send: () => Promise<T>): Promise<T> {
  const minute = () => Math.floor(Date.now() / 60_000);
  for (;;) {
    const startMinute = minute();
    for (const _ of MANY) await env.API_RATE_LIMIT.limit({ key });
    const answer = await send();
    if (minute() === startMinute) return answer;
  }
}

test("an account over the limit gets Retry-After, and other accounts are not limited", async () => {
  const account = await newAccount();
  const path = withQuery("/account_limits", { access_token: account.key });
  const answer = await sendOverLimit(`${account.id}:private`, () => callJson(path));
  const { status, headers, body } = answer;
  expect({ status, code: body.error_code }).toEqual({ status: 429, code: "rate_limit_exceeded" });
  expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
  expect(Number(headers.get("Retry-After"))).toBeLessThanOrEqual(60);

  const other = await newAccount();
  const free = await callJson(withQuery("/account_limits", { access_token: other.key }));
  expect(free.status).toBe(200);
});

test("a publishable key is limited per client IP, not for its owner or other clients", async () => {
  const { id, key, keys } = await newAccount();
  const path = withQuery("/snap", {
    access_token: keys.publishable_key,
    url: "https://example.com",
  });
  const from = (address: string) => callJson(path, { headers: { "CF-Connecting-IP": address } });
  const limited = "198.51.100.20";
  const answer = await sendOverLimit(`${id}:publishable:${limited}`, () => from(limited));
  expect(answer.status).toBe(429);
  expect((await from("198.51.100.21")).body.error_code).toBe("invalid_hash_key");
  expect((await callJson(withQuery("/account_limits", { access_token: key }))).status).toBe(200);
});

test("a client IP that guesses keys is limited, but not for images", async () => {
  const from = { headers: { "CF-Connecting-IP": "198.51.100.7" } };
  const guess = async () => (await call("/screenshots?access_token=guess", from)).status;
  expect(await guess()).toBe(401);
  let status = 401;
  // The limit is 120 per minute. A new minute may start during the test.
  for (let n = 0; n < 300 && status === 401; n++) status = await guess();
  expect(status).toBe(429);
  expect((await call("/placeholder.png", from)).status).toBe(200);
  const other = { headers: { "CF-Connecting-IP": "198.51.100.8" } };
  expect((await call("/screenshots?access_token=guess", other)).status).toBe(401);
});

test("a client IP over the limit of /healthz is still served with a key", async () => {
  const { key } = await newAccount();
  const from = { headers: { "CF-Connecting-IP": "2001:db8:1:2::1" } };
  const health = async (init?: RequestInit) => (await call("/healthz", init)).status;
  let status = await health(from);
  expect(status).toBe(200);
  for (let n = 0; n < 300 && status === 200; n++) status = await health(from);
  expect(status).toBe(429);
  // An address of the same network, and one of another network.
  expect(await health({ headers: { "CF-Connecting-IP": "2001:db8:1:2:ffff::9" } })).toBe(429);
  expect(await health({ headers: { "CF-Connecting-IP": "2001:db8:1:3::1" } })).toBe(200);
  expect((await call(withQuery("/account_limits", { access_token: key }), from)).status).toBe(200);
});

test.each([
  ["198.51.100.7", "198.51.100.7"],
  ["0.0.0.0", "0.0.0.0"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002:0000:0000:0000:0001", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:db8::1:2:3:4", "2001:db8:0:0::/64"],
  ["2001:0:0:1::", "2001:0:0:1::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["::ffff:198.51.100.7", "198.51.100.7"],
  ["::FFFF:c633:6407", "198.51.100.7"],
  ["0:0:0:0:0:ffff:198.51.100.7", "198.51.100.7"],
  ["::ffff:0:7", "0.0.0.7"],
  ["", "unknown"],
  ["198.51.100", "unknown"],
  ["198.51.100.256", "unknown"],
  ["198.51.100.7.", "unknown"],
  ["198.51.100.7, 198.51.100.8", "unknown"],
  ["fe80::1%eth0", "unknown"],
  ["[2001:db8::1]", "unknown"],
  ["2001:db8::1::2", "unknown"],
  ["1:2:3:4:5:6:7:8:9", "unknown"],
  ["::1]/[", "unknown"],
  ["example.com", "unknown"],
])("the address %j is counted as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
