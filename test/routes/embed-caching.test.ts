import { beforeAll, describe, expect, test } from "vitest";
import { newAccount } from "../support/api";
import { create, createAndCapture, embed } from "../support/configurations";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe.concurrent("the embed", () => {
  test("the edge may keep it for 30 s, under the configuration's tag", async () => {
    const account = await newAccount();
    const { id } = await createAndCapture(account.key, "/quarters");
    expect(Object.fromEntries((await embed(id)).headers)).toMatchObject({
      "cloudflare-cdn-cache-control":
        "public, max-age=30, stale-while-revalidate=60, stale-if-error=86400",
      "cache-control": "public, max-age=30",
      "cache-tag": `c-${id},a-${account.id}`,
    });
  });

  test("a client that has it gets 304 without a body", async () => {
    const { id } = await createAndCapture(key, "/quarters");
    const etag = (await embed(id)).headers.get("ETag") ?? "";
    for (const ifNoneMatch of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const response = await embed(id, { headers: { "If-None-Match": ifNoneMatch } });
      expect([response.status, response.headers.get("ETag")]).toEqual([304, etag]);
      expect(response.headers.get("Cache-Tag")).toContain(`c-${id}`);
      expect(await response.text()).toBe("");
    }
    const other = await embed(id, { headers: { "If-None-Match": '"other"' } });
    expect(other.status).toBe(200);
  });

  test("image and thumbnail have different ETags", async () => {
    const { id } = await createAndCapture(key, "/quarters");
    const [image, thumbnail] = await Promise.all([embed(id), embed(id, { query: "?thumb=1" })]);
    const etag = thumbnail.headers.get("ETag") ?? "";
    expect(etag).not.toBe(image.headers.get("ETag"));
    const headers = { "If-None-Match": etag };
    expect((await embed(id, { query: "?thumb=1", headers })).status).toBe(304);
    expect((await embed(id, { headers })).status).toBe(200);
  });

  test.each(["", "?thumb=true"])("HEAD is GET without the body: %j", async (query) => {
    const { id } = await createAndCapture(key, "/quarters");
    const [get, head] = [await embed(id, { query }), await embed(id, { query, method: "HEAD" })];
    const statusAndHeaders = (response: Response) => {
      const { "x-request-id": _, ...headers } = Object.fromEntries(response.headers);
      return { status: response.status, headers };
    };
    expect(statusAndHeaders(head)).toEqual(statusAndHeaders(get));
    expect(await head.text()).toBe("");
    expect((await get.arrayBuffer()).byteLength).toBeGreaterThan(0);
  });

  test("other methods than GET and HEAD are refused", async () => {
    const { id } = await create(key, "/quarters");
    const response = await embed(id, { method: "POST" });
    expect([response.status, response.headers.get("Allow")]).toEqual([405, "GET, HEAD"]);
  });
});
