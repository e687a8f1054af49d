import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { removeImages } from "../../src/store/images";
import { call, newAccount, pixels, site } from "../support/api";
import { expectColours } from "../support/colours";
import {
  closed,
  create,
  createAndCapture,
  done,
  embed,
  open,
  send,
  sendJson,
  visits,
} from "../support/configurations";
import { eventually } from "../support/eventually";
import { insertConfiguration, storeShot } from "../support/rows";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe.concurrent("before the first capture", () => {
  test("it leads to the placeholder, and nobody stores that", async () => {
    const { id } = await create(key, "/gate/placeholder");
    const response = await embed(id);
    expect(response.status).toBe(302);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      location: "http://localhost/placeholder.png",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
    expect(response.headers.get("Cloudflare-CDN-Cache-Control")).toBeNull();
    const placeholder = await call("/placeholder.png");
    expect(await pixels(placeholder, [])).toMatchObject({ format: "png", width: 640 });
    await open("placeholder");
  });

  test.each([
    ["as it was given", "https://example.com/a.png?b=c", "https://example.com/a.png?b=c"],
    ["with the scheme that it lacked", "example.com/a.png", "https://example.com/a.png"],
    ["encoded", "https://example.com/über uns.png", "https://example.com/%C3%BCber%20uns.png"],
  ])("it leads to placeholder_url, %s", async (_, placeholder_url, location) => {
    const name = crypto.randomUUID();
    const { id, path } = await create(key, `/gate/${name}`, { placeholder_url });
    const response = await embed(id);
    expect([response.status, response.headers.get("Location")]).toEqual([302, location]);
    expect(response.headers.get("Cache-Control")).toBe("no-store");

    await sendJson("PATCH", path, key, { placeholder_url: null });
    expect((await embed(id)).headers.get("Location")).toBe("http://localhost/placeholder.png");
    await open(name);
  });

  test("a capture that failed is none", async () => {
    const { id, jobId } = await create(key, "/reset");
    expect(await closed(key, jobId)).toMatchObject({ success: false });
    expect((await embed(id)).status).toBe(302);
  });
});

describe.concurrent("after a capture", () => {
  test("whose image is lost it is the one before, and the placeholder where none is left", async () => {
    const { accountId, id: configurationId } = await insertConfiguration({
      accountId: (await newAccount()).id,
    });
    const older = await storeShot({ accountId, configurationId, takenAt: 1_000 });
    const newer = await storeShot({ accountId, configurationId, takenAt: 2_000 });
    const shownBy = async (query: string) =>
      (await embed(configurationId, { query })).headers.get("X-Job-Id");
    expect(await shownBy("")).toBe(newer.id);
    await removeImages(env, [newer.imageKey]);
    expect([await shownBy(""), await shownBy("?thumb=1")]).toEqual([older.id, older.id]);
    await removeImages(env, [older.imageKey]);
    const placeholder = await embed(configurationId);
    expect([placeholder.status, placeholder.headers.get("Cache-Control")]).toEqual([
      302,
      "no-store",
    ]);
  });

  test("it is the newest image, and says all about it", async () => {
    const { id, jobId } = await createAndCapture(key, "/quarters", { image_format: "png" });
    const response = await embed(id);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": expect.stringMatching(/^\d+$/),
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      "x-job-id": jobId,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    const image = await pixels(response, [[16, 12]]);
    expect(image).toMatchObject({ format: "png", width: 64, height: 48 });
    expectColours(image.colours, [[255, 0, 0]]);
  });

  test("the edge may keep it for half a minute, under the configuration's tag", async () => {
    const account = await newAccount();
    const { id } = await createAndCapture(account.key, "/quarters");
    expect(Object.fromEntries((await embed(id)).headers)).toMatchObject({
      "cloudflare-cdn-cache-control":
        "public, max-age=30, stale-while-revalidate=60, stale-if-error=86400",
      "cache-control": "public, max-age=30",
      "cache-tag": `c-${id},a-${account.id}`,
    });
  });

  test("a page that changes is shown as it was last", async () => {
    const { id, path } = await createAndCapture(key, "/quarters");
    const before = await embed(id);
    await send("PATCH", path, key, { url: `${site}/status/200` });
    const { body } = await send("POST", `${path}/capture`, key);
    await done(key, body.job_id);
    const after = await embed(id);
    expect(after.headers.get("X-Job-Id")).toBe(body.job_id);
    expect(after.headers.get("ETag")).not.toBe(before.headers.get("ETag"));
    expectColours((await pixels(after, [[16, 12]])).colours, [[0, 192, 0]]);
  });

  test("it is shown while the next capture runs, and after one that failed", async () => {
    const { id, path, jobId } = await createAndCapture(key, "/quarters");
    const shown = async () => (await embed(id)).headers.get("X-Job-Id");
    await send("PATCH", path, key, { url: `${site}/gate/next-one` });
    const running = await send("POST", `${path}/capture`, key);
    await eventually(async () => expect(await visits("next-one")).toBe(1));
    expect(await shown()).toBe(jobId);
    await open("next-one");
    await done(key, running.body.job_id);

    await send("PATCH", path, key, { url: `${site}/reset` });
    const failing = await send("POST", `${path}/capture`, key);
    expect(await closed(key, failing.body.job_id)).toMatchObject({ success: false });
    expect(await shown()).toBe(running.body.job_id);
  });

  test("whoever has it gets 304 without it", async () => {
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

  test.each(["true", "TRUE", "1"])("?thumb=%s is the thumbnail", async (thumb) => {
    const { id } = await createAndCapture(key, "/quarters", {
      image_format: "png",
      thumb_width: 32,
    });
    const response = await embed(id, { query: `?thumb=${thumb}` });
    expect(response.headers.get("Content-Type")).toBe("image/jpeg");
    const size = Number(response.headers.get("Content-Length"));
    const bytes = await response.arrayBuffer();
    expect(bytes.byteLength).toBe(size);
    expect(await pixels(new Response(bytes), [])).toMatchObject({
      format: "jpeg",
      width: 32,
      height: 24,
    });
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

  test("?thumb=false is the image", async () => {
    const { id } = await createAndCapture(key, "/quarters");
    const response = await embed(id, { query: "?thumb=false" });
    expect(await pixels(response, [])).toMatchObject({ width: 64, height: 48 });
  });

  test.each(["", "?thumb=true"])("HEAD is GET without the body: %j", async (query) => {
    const { id } = await createAndCapture(key, "/quarters");
    const [get, head] = [await embed(id, { query }), await embed(id, { query, method: "HEAD" })];
    const told = (response: Response) => {
      const { "x-request-id": _, ...headers } = Object.fromEntries(response.headers);
      return { status: response.status, headers };
    };
    expect(told(head)).toEqual(told(get));
    expect(await head.text()).toBe("");
    expect((await get.arrayBuffer()).byteLength).toBeGreaterThan(0);
  });

  test("any page may show it", async () => {
    const { id } = await createAndCapture(key, "/quarters");
    const headers = { Origin: "https://example.com", "Sec-Fetch-Site": "cross-site" };
    expect((await embed(id, { headers })).status).toBe(200);
  });

  test("nothing but GET and HEAD is possible", async () => {
    const { id } = await create(key, "/quarters");
    const response = await embed(id, { method: "POST" });
    expect([response.status, response.headers.get("Allow")]).toEqual([405, "GET, HEAD"]);
  });
});

describe.concurrent("afterwards it is 404, and stored by nobody", () => {
  const GONE = { status: 404, cacheControl: "no-store" };
  const outcome = async (id: string, query = "") => {
    const { status, headers } = await embed(id, { query });
    return { status, cacheControl: headers.get("Cache-Control") };
  };

  test("once its configuration is deleted", async () => {
    const { id, path } = await createAndCapture(key, "/quarters");
    await send("DELETE", path, key);
    expect(await outcome(id)).toEqual(GONE);
    expect(await outcome(id, "?thumb=true")).toEqual(GONE);
  });

  test("once its account is deleted, before anything is erased", async () => {
    const account = await newAccount();
    const captured = await createAndCapture(account.key, "/quarters");
    const waiting = await create(account.key, "/gate/orphan");
    const sql = "UPDATE accounts SET deleted_at = 1 WHERE id = ?";
    await env.DB.prepare(sql).bind(account.id).run();
    expect(await outcome(captured.id)).toEqual(GONE);
    expect(await outcome(waiting.id)).toEqual(GONE);
    await open("orphan");
  });
});
