import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { removeImages } from "../../src/store/images";
import { call, newAccount, pixels } from "../support/api";
import {
  closed,
  create,
  createAndCapture,
  embed,
  open,
  send,
  sendJson,
} from "../support/configurations";
import { insertConfiguration, storeShot } from "../support/rows";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe.concurrent("before the first capture", () => {
  test("it redirects to the placeholder, and no cache stores the redirect", async () => {
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
    ["as given", "https://example.com/a.png?b=c", "https://example.com/a.png?b=c"],
    ["with a scheme added", "example.com/a.png", "https://example.com/a.png"],
    ["encoded", "https://example.com/über uns.png", "https://example.com/%C3%BCber%20uns.png"],
  ])("it redirects to placeholder_url, %s", async (_, placeholder_url, location) => {
    const name = crypto.randomUUID();
    const { id, path } = await create(key, `/gate/${name}`, { placeholder_url });
    const response = await embed(id);
    expect([response.status, response.headers.get("Location")]).toEqual([302, location]);
    expect(response.headers.get("Cache-Control")).toBe("no-store");

    await sendJson("PATCH", path, key, { placeholder_url: null });
    expect((await embed(id)).headers.get("Location")).toBe("http://localhost/placeholder.png");
    await open(name);
  });

  test("a failed capture does not count", async () => {
    const { id, jobId } = await create(key, "/reset");
    expect(await closed(key, jobId)).toMatchObject({ success: false });
    expect((await embed(id)).status).toBe(302);
  });
});

test("a lost image is replaced by the one before it, then by the placeholder", async () => {
  const { accountId, id: configurationId } = await insertConfiguration({
    accountId: (await newAccount()).id,
  });
  const older = await storeShot({ accountId, configurationId, takenAt: 1_000 });
  const newer = await storeShot({ accountId, configurationId, takenAt: 2_000 });
  const jobShown = async (query: string) =>
    (await embed(configurationId, { query })).headers.get("X-Job-Id");
  expect(await jobShown("")).toBe(newer.id);
  await removeImages(env, [newer.imageKey]);
  expect([await jobShown(""), await jobShown("?thumb=1")]).toEqual([older.id, older.id]);
  await removeImages(env, [older.imageKey]);
  const placeholder = await embed(configurationId);
  expect([placeholder.status, placeholder.headers.get("Cache-Control")]).toEqual([302, "no-store"]);
});

describe.concurrent("it is 404, which no cache stores,", () => {
  const GONE = { status: 404, cacheControl: "no-store" };
  const statusAndCaching = async (id: string, query = "") => {
    const { status, headers } = await embed(id, { query });
    return { status, cacheControl: headers.get("Cache-Control") };
  };

  test("once its configuration is deleted", async () => {
    const { id, path } = await createAndCapture(key, "/quarters");
    await send("DELETE", path, key);
    expect(await statusAndCaching(id)).toEqual(GONE);
    expect(await statusAndCaching(id, "?thumb=true")).toEqual(GONE);
  });

  test("once its account is deleted, before anything is erased", async () => {
    const account = await newAccount();
    const captured = await createAndCapture(account.key, "/quarters");
    const waiting = await create(account.key, "/gate/orphan");
    const sql = "UPDATE accounts SET deleted_at = 1 WHERE id = ?";
    await env.DB.prepare(sql).bind(account.id).run();
    expect(await statusAndCaching(captured.id)).toEqual(GONE);
    expect(await statusAndCaching(waiting.id)).toEqual(GONE);
    await open("orphan");
  });
});
