import { beforeAll, describe, expect, test } from "vitest";
import {
  call,
  callJson,
  DEFAULT_WINDOW,
  newAccount,
  pixels,
  site,
  snap,
  withQuery,
} from "../support/api";
import { expectColours } from "../support/colours";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe("the window", () => {
  const CENTRES: [number, number][] = [
    [480, 250],
    [1440, 250],
    [480, 750],
    [1440, 750],
  ];
  const QUARTERS = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 0],
  ];

  test.each(["jpeg", "png", "webp"])("is captured as %s in the page's colours", async (format) => {
    const response = await snap(key, "/quarters", { image_format: format, ...DEFAULT_WINDOW });
    expect(response.headers.get("Content-Type")).toBe(`image/${format}`);
    const image = await pixels(response, CENTRES);
    expect(image).toMatchObject({ format, width: 1920, height: 1000 });
    expectColours(image.colours, QUARTERS);
  });

  test("has the requested size", async () => {
    const response = await snap(key, "/quarters", { page_width: 401, page_height: 203 });
    expect(await pixels(response, [])).toMatchObject({ width: 401, height: 203 });
  });

  test("is small in quality 1 and large in quality 100", async () => {
    const [low, high] = await Promise.all([
      snap(key, "/noise", { quality: 1 }),
      snap(key, "/noise", { quality: 100 }),
    ]);
    const sizes = [low, high].map((response) => Number(response.headers.get("Content-Length")));
    expect(sizes[0]).toBeLessThan((sizes[1] ?? 0) / 4);
  });
});

describe("the whole page", () => {
  const band = (n: number) => [(n * 37) % 256, (n * 59) % 256, n % 256];

  test.each([
    ["jpeg", 3_000, 400],
    ["png", 3_000, 400],
    ["webp", 3_000, 1_920],
    ["jpeg", 20_000, 400],
    ["png", 20_000, 1_920],
  ])("as %s of %i px shows every band once, in order", async (image_format, height, page_width) => {
    const options = { image_format, fullpage: true, page_width };
    const response = await snap(key, `/bands?height=${height}`, options);
    expect(response.status).toBe(200);
    const bands = Array.from({ length: height / 500 }, (_, n) => n);
    const edges = bands.flatMap((n): [number, number][] => [
      [page_width / 2, n * 500 + 4],
      [page_width / 2, n * 500 + 495],
    ]);
    const image = await pixels(response, edges);
    expect(image).toMatchObject({ width: page_width, height });
    expectColours(
      image.colours,
      bands.flatMap((n) => [band(n), band(n)]),
    );
  });

  test("of 20,000 px as webp is image_too_large, and the note has the limit", async () => {
    const response = await snap(key, "/bands?height=20000", {
      image_format: "webp",
      fullpage: true,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      success: false,
      error_code: "screenshot_failed",
      reason: "image_too_large",
      note: expect.stringMatching(/16383.*jpeg/),
    });
  });
});

describe("an answer", () => {
  test("has headers with the job, the page's status and the timings", async () => {
    const response = await snap(key, "/status/503", { page_width: 300 });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-length": expect.stringMatching(/^\d+$/),
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      "last-modified": expect.stringMatching(/GMT$/),
      "x-job-id": expect.stringMatching(/^[0-9a-f]{24}$/),
      "x-cache": "MISS",
      "x-taken-at": expect.stringMatching(/^\d{4}-.*Z$/),
      "x-target-status": "503",
      "server-timing": expect.stringMatching(
        /^queue;dur=\d+, navigate;dur=\d+, capture;dur=\d+, store;dur=\d+$/,
      ),
      "x-content-type-options": "nosniff",
    });
  });

  test("in JSON links to the image and to a thumbnail of the ratio", async () => {
    const query = { url: `${site}/quarters`, access_token: key, json: true, thumb_width: 192 };
    const { body } = await callJson(withQuery("/snap", query));
    expect(body).toEqual({
      success: true,
      job_id: expect.stringMatching(/^[0-9a-f]{24}$/),
      screenshot_configuration_id: "",
      direct_link: expect.stringMatching(/\/images\/[0-9a-f-]{36}\/[0-9a-f]{14}-\d+\.jpg$/),
      direct_thumbnail_link: expect.stringMatching(/\/thumb_[0-9a-f]{14}-\d+\.jpg$/),
      taken_at_timestamp: expect.any(Number),
      taken_at: expect.stringMatching(/^\d{4}-.*Z$/),
      cached: false,
    });
    const thumbnail = await call(new URL(body.direct_thumbnail_link).pathname);
    const image = await pixels(thumbnail, [
      [48, 25],
      [144, 75],
    ]);
    expect(image).toMatchObject({ format: "jpeg", width: 192, height: 100 });
    expectColours(image.colours, [
      [255, 0, 0],
      [255, 255, 0],
    ]);
  });

  test("to a POST is the same as to a GET", async () => {
    const url = `${site}/quarters?post`;
    const body = new URLSearchParams({ url, page_width: "320" });
    const headers = { Authorization: `Bearer ${key}` };
    const response = await call("/snap", { method: "POST", headers, body });
    expect(await pixels(response, [])).toMatchObject({ width: 320, height: 1000 });
  });

  test("names the unknown options", async () => {
    const response = await snap(key, "/quarters", { mcp: 1, "a b": 2, page_width: 100 });
    expect(response.headers.get("X-Ignored-Options")).toBe("mcp, a%20b");
  });
});
