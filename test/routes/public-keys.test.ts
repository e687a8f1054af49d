import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { hmacHex } from "../../src/lib/hmac";
import { newJobId } from "../../src/lib/ids";
import { sha256Hex } from "../../src/lib/secrets";
import { database } from "../../src/store/db";
import { newImageKey } from "../../src/store/images";
import { screenshots } from "../../src/store/tables/screenshots";
import { call, callJson, newAccount, site, withQuery } from "../support/api";

let account: Awaited<ReturnType<typeof newAccount>>;
let publishable: string;
let secret: string;
beforeAll(async () => {
  account = await newAccount();
  publishable = account.keys.publishable_key;
  secret = account.keys.secret_token;
});

type Query = Record<string, string | number | boolean>;

async function hashed(url: string, options: Query = {}) {
  const hash_key = hmacHex("sha1", secret, url);
  return withQuery("/snap", { url, access_token: publishable, hash_key, ...options });
}

async function signed(query: Query): Promise<string> {
  const path = withQuery("/snap", { access_token: publishable, ...query });
  const signature = hmacHex("sha256", secret, path.slice("/snap?".length));
  return `${path}&signature=${signature}`;
}

const PAGE = { page_width: 64, page_height: 48 };
const now = () => Math.floor(Date.now() / 1_000);

describe("a publishable key", () => {
  test("with the hash of the url is accepted, in upper and lower case", async () => {
    const url = `${site}/status/200`;
    expect((await call(await hashed(url, PAGE))).status).toBe(200);
    const upper = hmacHex("sha1", secret, url).toUpperCase();
    expect((await call(await hashed(url, { ...PAGE, hash_key: upper }))).status).toBe(200);
  });

  test("hashes the decoded url, also an unusual one", async () => {
    const url = `${site}/status/200?q=a b&r=ü%20+`;
    expect((await call(await hashed(url, PAGE))).status).toBe(200);
  });

  test.each([
    ["without a hash", { hash_key: "" }],
    ["with another url's hash", { hash_key: "0".repeat(40) }],
    ["with a hash that is cut off", { hash_key: "abc" }],
  ])("%s is refused", async (_, options) => {
    const { status, body } = await callJson(await hashed(`${site}/status/200`, options));
    expect({ status, code: body.error_code }).toEqual({ status: 403, code: "invalid_hash_key" });
  });

  test.each([
    ["js_inject", "1"],
    ["css_inject", "p{}"],
    ["headers", "A: b"],
    ["cookies", "a=b"],
    ["multi_step_actions", '[{"type":"submit"}]'],
    ["ttl", 59],
  ])("with a hash must not send %s", async (name, value) => {
    const { status, body } = await callJson(await hashed(`${site}/status/200`, { [name]: value }));
    expect({ status, code: body.error_code }).toEqual({ status: 403, code: "forbidden" });
    expect(body.note).toContain(name);
  });

  test("is refused by POST /snap and all other routes", async () => {
    const url = `${site}/status/200`;
    const body = new URLSearchParams((await hashed(url)).slice("/snap?".length));
    expect((await callJson("/snap", { method: "POST", body })).body.error_code).toBe("forbidden");
    const list = await callJson(withQuery("/screenshots", { access_token: publishable }));
    expect(list.body.error_code).toBe("forbidden");
  });

  test("gets at most 30 new captures per hour of one url with its hash", async () => {
    const url = `${site}/status/200?cap`;
    const statuses: number[] = [];
    const capture = async (page_width: number) =>
      statuses.push((await call(await hashed(url, { page_width, page_height: 20 }))).status);
    await capture(40);
    await repeatCapture(url, 26);
    for (const page_width of [41, 42, 43, 44]) await capture(page_width);
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    const last = await call(await hashed(url, { page_width: 200, page_height: 20 }));
    expect(last.status).toBe(429);
    expect(Number(last.headers.get("Retry-After"))).toBeGreaterThan(3_500);
    // A stored image is still returned, even if it is too old.
    const stored = await hashed(url, { page_width: 40, page_height: 20 });
    expect((await call(stored)).status).toBe(200);
    await env.DB.prepare("UPDATE screenshots SET taken_at = 1 WHERE public_url_hash = ?")
      .bind(sha256Hex(url))
      .run();
    const old = await call(stored);
    expect([old.status, old.headers.get("X-Taken-At")]).toEqual([200, "1970-01-01T00:00:00.001Z"]);
    expect(old.headers.get("Cache-Control")).toBe("no-store");
  });
});

/** Writes copies of the row of the only capture of this URL, as if it was taken again with other options. */
async function repeatCapture(url: string, times: number): Promise<void> {
  const db = database(env);
  const [row] = await db
    .select()
    .from(screenshots)
    .where(eq(screenshots.publicUrlHash, sha256Hex(url)));
  if (!row) throw new Error("nothing was captured");
  const copies = Array.from({ length: times }, (_, n) => ({
    ...row,
    id: newJobId(),
    snapKey: `${row.snapKey}-${n}`,
    imageKey: newImageKey(crypto.randomUUID(), "jpeg", row.createdAt),
  }));
  await Promise.all(copies.map((copy) => db.insert(screenshots).values(copy)));
}

describe("a signature", () => {
  test("allows every option", async () => {
    const path = await signed({
      url: `${site}/status/200`,
      ...PAGE,
      css_inject: "body{color:red}",
      ttl: 0,
    });
    expect((await call(path)).status).toBe(200);
  });

  test.each([
    ["an option is changed", (path: string) => path.replace("page_width=64", "page_width=65")],
    [
      "an option is added before it",
      (path: string) => path.replace("/snap?", "/snap?fullpage=true&"),
    ],
    ["something follows it", (path: string) => `${path}&quality=49`],
    [
      "the order is changed",
      (path: string) => path.replace(/(page_width=64)&(page_height=48)/, "$2&$1"),
    ],
  ])("is refused after %s", async (_, change) => {
    const path = change(await signed({ url: `${site}/status/200`, ...PAGE }));
    const { status, body } = await callJson(path);
    expect({ status, code: body.error_code }).toEqual({ status: 403, code: "invalid_hash_key" });
  });

  test("is refused once it has expired", async () => {
    const path = await signed({ url: `${site}/status/200`, ...PAGE, expires: now() - 1 });
    expect((await callJson(path)).body).toMatchObject({
      error_code: "invalid_hash_key",
      note: "The signature expired.",
    });
  });

  test("that expires limits the edge cache to its lifetime", async () => {
    const path = await signed({ url: `${site}/status/200?edge`, ...PAGE, expires: now() + 100 });
    await call(path);
    const caching = (await call(path)).headers.get("Cloudflare-CDN-Cache-Control") ?? "";
    const [, seconds] =
      /^public, max-age=(\d+), stale-while-revalidate=0, stale-if-error=0$/.exec(caching) ?? [];
    expect(Number(seconds)).toBeGreaterThan(0);
    expect(Number(seconds)).toBeLessThanOrEqual(100);
  });
});
