import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { newImageKey, thumbnailKey } from "../../src/store/images";
import type { ScreenshotRow } from "../../src/store/rows";
import { call, newAccount } from "../support/api";
import { IMAGE, storeShot, THUMBNAIL } from "../support/rows";

let accountId: string;
let shot: ScreenshotRow;
beforeAll(async () => {
  accountId = (await newAccount()).id;
  shot = await storeShot({ accountId });
});

const get = (key: string, headers: Record<string, string> = {}) =>
  call(`/images/${key}`, { headers });

describe("a stored image", () => {
  test.each([
    ["jpeg", "image/jpeg"],
    ["png", "image/png"],
    ["webp", "image/webp"],
  ] as const)("of the format %s is served as %s", async (format, type) => {
    const imageKey = newImageKey(crypto.randomUUID(), format, Date.now());
    await storeShot({ accountId, imageKey });
    const image = await get(imageKey);
    expect([image.status, image.headers.get("Content-Type")]).toEqual([200, type]);
    expect(await image.bytes()).toEqual(IMAGE);
    const thumbnail = await get(thumbnailKey(imageKey));
    expect([thumbnail.status, thumbnail.headers.get("Content-Type")]).toEqual([200, "image/jpeg"]);
    expect(await thumbnail.bytes()).toEqual(THUMBNAIL);
  });

  test("has its type, cannot run scripts, and may be cached", async () => {
    const { headers } = await get(shot.imageKey);
    expect(Object.fromEntries(headers)).toMatchObject({
      etag: shot.etag,
      "last-modified": expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/),
      "content-length": String(IMAGE.length),
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "public, max-age=31536000, immutable",
      "cache-tag": `c-${shot.imageKey.split("/")[0]},a-${accountId}`,
    });
  });

  test("is cached at the edge for a day", async () => {
    const lifetime = (await get(shot.imageKey)).headers.get("Cloudflare-CDN-Cache-Control");
    expect(lifetime).toMatch(/^public, max-age=86400, /);
  });

  test("and its thumbnail stay in a cache before the bucket for at most a day", async () => {
    for (const key of [shot.imageKey, thumbnailKey(shot.imageKey)]) {
      const object = await env.BUCKET.head(key);
      expect(object?.httpMetadata?.cacheControl).toBe("public, max-age=86400");
    }
  });

  test("may be shown by any site, without a key", async () => {
    const headers = { Origin: "https://example.com", "Sec-Fetch-Site": "cross-site" };
    expect((await get(shot.imageKey, headers)).status).toBe(200);
  });

  test("answers HEAD without a body", async () => {
    const head = await call(`/images/${shot.imageKey}`, { method: "HEAD" });
    expect(head.headers.get("Content-Length")).toBe(String(IMAGE.length));
    expect(await head.bytes()).toHaveLength(0);
  });
});

describe("a client that has the image", () => {
  const FUTURE = "Thu, 01 Jan 2099 00:00:00 GMT";
  test.each<[request: string, headers: (etag: string) => Record<string, string>]>([
    ["its ETag", (etag) => ({ "If-None-Match": etag })],
    ["its ETag among others", (etag) => ({ "If-None-Match": `"a", W/"b", ${etag}` })],
    ["its ETag as a weak one", (etag) => ({ "If-None-Match": `W/${etag}` })],
    ["any ETag", () => ({ "If-None-Match": "*" })],
    ["a later date", () => ({ "If-Modified-Since": FUTURE })],
  ])("and sends %s gets a 304 without a body", async (_, headers) => {
    const answer = await get(shot.imageKey, headers(shot.etag ?? ""));
    expect([answer.status, answer.headers.get("ETag")]).toEqual([304, shot.etag]);
    expect(answer.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    expect(await answer.bytes()).toHaveLength(0);
  });

  test.each<[request: string, headers: Record<string, string>]>([
    ["another ETag", { "If-None-Match": '"a"' }],
    ["another ETag and a later date", { "If-None-Match": '"a"', "If-Modified-Since": FUTURE }],
    ["an earlier date", { "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT" }],
    ["an ETag without quotes", { "If-None-Match": "a" }],
    ["an ETag that does not end", { "If-None-Match": '"a' }],
    ["no date", { "If-Modified-Since": "yesterday" }],
    ["a condition for changes", { "If-Match": '"a"', "If-Unmodified-Since": "x" }],
  ])("and sends %s gets the image", async (_, headers) => {
    const answer = await get(shot.imageKey, headers);
    expect(answer.status).toBe(200);
    expect(await answer.bytes()).toEqual(IMAGE);
  });
});
