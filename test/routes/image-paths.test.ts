import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { newImageKey, thumbnailKey } from "../../src/store/images";
import type { ScreenshotRow } from "../../src/store/rows";
import { call, newAccount } from "../support/api";
import { IMAGE, insertConfiguration, insertShot, storeShot } from "../support/rows";

let accountId: string;
let shot: ScreenshotRow;
beforeAll(async () => {
  accountId = (await newAccount()).id;
  shot = await storeShot({ accountId });
});

const get = (key: string) => call(`/images/${key}`);

test("the image of these tests exists", async () => {
  expect((await get(shot.imageKey)).status).toBe(200);
});

describe("there is no image", () => {
  test.each<[path: string, change: (key: string) => string]>([
    ["behind dots and an encoded slash", (key) => `${key.split("/")[0]}/..%2F${key}`],
    ["behind encoded dots", (key) => `%2e%2e/${key}`],
    ["behind an encoded slash", (key) => key.replace("/", "%2F")],
    ["behind a slash encoded twice", (key) => key.replace("/", "%252F")],
    ["behind a backslash", (key) => key.replace("/", "%5C")],
    ["behind two slashes", (key) => key.replace("/", "//")],
    ["before a slash", (key) => `${key}/`],
    ["before a line break", (key) => `${key}%0A`],
    ["before NUL", (key) => `${key}%00`],
    ["in capitals", (key) => key.toUpperCase()],
    ["in a folder in capitals", (key) => key.replace(/^[^/]*/, (folder) => folder.toUpperCase())],
    ["with another ending", (key) => key.replace(".jpg", ".png")],
    ["with an ending that no image has", (key) => key.replace(".jpg", ".html")],
    ["with no ending", (key) => key.replace(".jpg", "")],
    ["as a thumbnail's thumbnail", (key) => key.replace("/", "/thumb_thumb_")],
    ["in another folder", (key) => key.replace(/^[^/]*/, crypto.randomUUID())],
    ["in a folder that is no UUID", (key) => key.replace(/^[^/]*/, "admin")],
    ["as a folder", (key) => key.split("/")[0] ?? ""],
  ])("%s", async (_, change) => {
    const answer = await get(change(shot.imageKey));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ success: false, error_code: "not_found" });
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
  });

  const UUID = "a7267e20-1d36-4ea5-80ce-ae2a5340de8f";
  test.each([
    "admin/0123456789abcd-1.jpg",
    `${UUID.toUpperCase()}/0123456789abcd-1.jpg`,
    `${UUID}x/0123456789abcd-1.jpg`,
    `${UUID}/0123456789abcd-1.html`,
    `${UUID}/0123456789abcd-1.jpg.html`,
    `${UUID}/0123456789ABCD-1.jpg`,
    `${UUID}/0123456789abcd.jpg`,
    `${UUID}/secret`,
  ])("under a name that no image has, even if an object has it: %s", async (imageKey) => {
    await storeShot({ accountId, imageKey });
    expect((await get(imageKey)).status).toBe(404);
  });

  test("whose row is missing", async () => {
    const key = newImageKey(crypto.randomUUID(), "jpeg", Date.now());
    await env.BUCKET.put(key, IMAGE);
    expect((await get(key)).status).toBe(404);
  });

  test("whose object is missing", async () => {
    const { imageKey } = await insertShot({ accountId });
    expect((await get(imageKey)).status).toBe(404);
  });

  test.each(["in_progress", "failed"] as const)("of a job that is %s", async (status) => {
    const { imageKey } = await storeShot({ accountId, status });
    expect((await get(imageKey)).status).toBe(404);
    expect((await get(thumbnailKey(imageKey))).status).toBe(404);
  });

  test("of an account that is being erased", async () => {
    const { id } = await newAccount();
    const { imageKey } = await storeShot({ accountId: id });
    await env.DB.prepare("UPDATE accounts SET deleted_at = 1 WHERE id = ?").bind(id).run();
    expect((await get(imageKey)).status).toBe(404);
    expect((await get(thumbnailKey(imageKey))).status).toBe(404);
  });

  test.each([
    [1, 404],
    [null, 200],
  ])("of a configuration that is being erased (deleted_at %j: %i)", async (deletedAt, status) => {
    const { id: configurationId } = await insertConfiguration({ accountId, deletedAt });
    const { imageKey } = await storeShot({ accountId, configurationId });
    expect((await get(imageKey)).status).toBe(status);
  });
});
