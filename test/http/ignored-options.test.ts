import { beforeAll, describe, expect, test } from "vitest";
import { snapKeyOf } from "../../src/domain/snap";
import { snapParameters } from "../../src/schemas/snap";
import { call, newAccount, site, withQuery } from "../support/api";
import { SMALL, send } from "../support/configurations";
import { insertConfiguration, storeShot } from "../support/rows";

const url = "https://example.com/";

let accountId: string;
let access_token: string;
/** A stored image answers every snap of these tests, so none needs a browser. */
beforeAll(async () => {
  const account = await newAccount();
  [accountId, access_token] = [account.id, account.key];
  const { ttl: _, json: __, ...options } = snapParameters.parse({ url });
  await storeShot({ accountId, snapKey: await snapKeyOf(options) });
});

async function ignoredBy(query: Record<string, string>): Promise<string | null> {
  const answer = await call(withQuery("/snap", { url, access_token, ...query }));
  expect([answer.status, answer.headers.get("X-Cache")]).toEqual([200, "HIT"]);
  return answer.headers.get("X-Ignored-Options");
}

test("unknown parameters are named, percent-encoded", async () => {
  const names = { mcp: "1", "a b": "2", "ü,": "3", "X\r\nY": "4", constructor: "5" };
  expect(await ignoredBy(names)).toBe("mcp, a%20b, %C3%BC%2C, X%0D%0AY, constructor");
});

test("neither known parameters nor the key are named", async () => {
  expect(await ignoredBy({ ttl: "60", page_width: "1920", placeholder_url: url })).toBeNull();
});

test("at most 20 are named, each with at most 100 characters", async () => {
  const names = Array.from(
    { length: 25 },
    (_, n) => `${String(n).padStart(2, "0")}${"x".repeat(200)}`,
  );
  const named = await ignoredBy(Object.fromEntries(names.map((name) => [name, "1"])));
  expect(named?.split(", ")).toEqual(names.slice(0, 20).map((name) => name.slice(0, 100)));
});

test("the encoded names have at most 2,048 characters", async () => {
  const names = Array.from({ length: 20 }, (_, n) => `${n}${"语".repeat(98)}`);
  const answer = await call("/snap", {
    method: "POST",
    body: new URLSearchParams({
      url,
      access_token,
      ...Object.fromEntries(names.map((name) => [name, "1"])),
    }),
  });
  const named = answer.headers.get("X-Ignored-Options") ?? "";
  expect(named.split(", ")).toEqual(names.slice(0, 2).map(encodeURIComponent));
  expect(named.length).toBeLessThanOrEqual(2_048);
});

test("a name that is cut inside a character is still named", async () => {
  expect(await ignoredBy({ [`${"x".repeat(99)}😀`]: "1" })).toBe(`${"x".repeat(99)}%EF%BF%BD`);
});

test("a JSON answer of a snap names them", async () => {
  const answer = await call(withQuery("/snap", { url, access_token, json: true, mcp: "1" }));
  expect(answer.headers.get("X-Ignored-Options")).toBe("mcp");
});

describe("a change of a configuration", () => {
  test("names them, but not the key", async () => {
    const { id } = await insertConfiguration({ accountId });
    const body = new URLSearchParams({ access_token, wait: "1", mcp: "1", ttl: "60" });
    const answer = await call(`/screenshot_configs/${id}`, { method: "PATCH", body });
    expect(answer.headers.get("X-Ignored-Options")).toBe("mcp, ttl");
  });
});

test.each([
  ["GET", "/screenshots", "mcp"],
  ["GET", "/screenshot_configs", "mcp"],
  ["GET", "/change_notifications", "mcp"],
  ["GET", "/account_limits", "mcp, limit"],
])("%s %s names them", async (method, path, named) => {
  const answer = await call(withQuery(path, { access_token, mcp: "1", limit: "5" }), { method });
  expect([answer.status, answer.headers.get("X-Ignored-Options")]).toEqual([200, named]);
});

describe("X-Ignored-Options of a configuration", () => {
  test("names the unknown parameters, and never the key", async () => {
    const form = { url: `${site}/quarters`, ...SMALL, mcp: 1, ttl: 60, "a b": 2 };
    const created = await send("POST", "/screenshot_configs", access_token, form);
    expect(created.headers.get("X-Ignored-Options")).toBe("mcp, ttl, a%20b");
    const path = `/screenshot_configs/${created.body.screenshot_configuration_id}`;
    const patched = await send("PATCH", path, access_token, { quality: 90, microsoft: 1 });
    expect(patched.headers.get("X-Ignored-Options")).toBe("microsoft");
    expect(patched.body.config).toEqual({
      url: `${site}/quarters`,
      page_width: "64",
      page_height: "48",
      quality: "90",
    });
  });

  test("is missing if all parameters are known", async () => {
    const form = { url: `${site}/quarters`, ...SMALL };
    const { headers } = await send("POST", "/screenshot_configs", access_token, form);
    expect(headers.get("X-Ignored-Options")).toBeNull();
  });
});
