import { beforeAll, describe, expect, test } from "vitest";
import { newAccount, pixels, site } from "../support/api";
import { expectColours } from "../support/colours";
import {
  closed,
  createAndCapture,
  done,
  embed,
  open,
  send,
  visits,
} from "../support/configurations";
import { eventually } from "../support/eventually";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe.concurrent("after a capture", () => {
  test("it is the newest image, with its headers", async () => {
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

  test("it is the latest capture of a page that changes", async () => {
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

  test("it stays while the next capture runs, and after a failed one", async () => {
    const { id, path, jobId } = await createAndCapture(key, "/quarters");
    const jobShown = async () => (await embed(id)).headers.get("X-Job-Id");
    await send("PATCH", path, key, { url: `${site}/gate/next-one` });
    const running = await send("POST", `${path}/capture`, key);
    await eventually(async () => expect(await visits("next-one")).toBe(1));
    expect(await jobShown()).toBe(jobId);
    await open("next-one");
    await done(key, running.body.job_id);

    await send("PATCH", path, key, { url: `${site}/reset` });
    const failing = await send("POST", `${path}/capture`, key);
    expect(await closed(key, failing.body.job_id)).toMatchObject({ success: false });
    expect(await jobShown()).toBe(running.body.job_id);
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

  test("?thumb=false is the image", async () => {
    const { id } = await createAndCapture(key, "/quarters");
    const response = await embed(id, { query: "?thumb=false" });
    expect(await pixels(response, [])).toMatchObject({ width: 64, height: 48 });
  });

  test("a page of any origin may show it", async () => {
    const { id } = await createAndCapture(key, "/quarters");
    const headers = { Origin: "https://example.com", "Sec-Fetch-Site": "cross-site" };
    expect((await embed(id, { headers })).status).toBe(200);
  });
});
