import { describe, expect, test } from "vitest";
import { call, pixels } from "../support/api";
import { page } from "../support/pages";
import { BLUE, GREEN, newCamera, RED } from "../support/shots";

const camera = await newCamera();

/** Red with one pixel per CSS pixel, green with two, blue with three. */
const BY_DENSITY = page(`<style>
  body { background: #f00 }
  @media (resolution: 2dppx) { body { background: #0f0 } }
  @media (resolution: 3dppx) { body { background: #00f } }
</style><body>`);

test.concurrent.each([
  [1, 400, 300, RED],
  [2, 800, 600, GREEN],
  [3, 1_200, 900, BLUE],
])(
  "scale_factor %i makes a window of 400 × 300 an image of %i × %i",
  async (scale_factor, ...seen) => {
    const [width, height, colour] = seen;
    const image = await camera.see(BY_DENSITY, { scale_factor }, [[width - 1, height - 1]]);
    expect(image).toMatchObject({ width, height, colours: [colour] });
  },
);

test.each([
  [1, 1],
  [7_680, 6_510],
])("a window may be %i × %i", async (page_width, page_height) => {
  const seen = page(`<style>body { background: #f00 }
    @media (width: ${page_width}px) and (height: ${page_height}px) { body { background: #00f } }
    </style><body>`);
  expect(await camera.see(seen, { page_width, page_height }, [[0, 0]])).toMatchObject({
    width: page_width,
    height: page_height,
    colours: [BLUE],
  });
});

test.concurrent("a window wider than a texture has each part once", async () => {
  const columns = page(`<style>
    body { background: linear-gradient(90deg, #00f 200px, #0f0 200px, #0f0 4000px, #f00 4000px) }
  </style><body>`);
  const window = { page_width: 4_200, page_height: 200, scale_factor: 2 };
  const points = [10, 500, 7_900, 8_200, 8_399].map((x): [number, number] => [x, 390]);
  expect(await camera.see(columns, window, points)).toMatchObject({
    width: 8_400,
    height: 400,
    colours: [BLUE, GREEN, GREEN, RED, RED],
  });
});

test.concurrent.each([
  ["the window", {}],
  ["the scrolled window", { js_inject: "scrollTo(0, 500)" }],
  ["an element in the window", { selectors: "p" }],
])("a page is not resized for a picture of %s", async (_, options) => {
  const noticing = page(`<body style="height: 3000px; background: #00f">
    <p style="position: fixed; inset: 0; margin: 0">
    <script>onresize = () => { document.body.style.background = "#f00" }</script>`);
  expect((await camera.see(noticing, options)).colours).toEqual([BLUE]);
});

test.concurrent("a page that scrolls itself during the screenshot is shown in full", async () => {
  const scrolling =
    page(`<body style="margin: 0"><div style="height: 100000px; background: #00f"></div>
    <script>setInterval(() => scrollBy(0, 40), 10)</script>`);
  const window = { page_width: 1_600, page_height: 1_200 };
  const points = [10, 600, 1_190].map((y): [number, number] => [800, y]);
  expect((await camera.see(scrolling, window, points)).colours).toEqual([BLUE, BLUE, BLUE]);
});

describe.concurrent("quality", () => {
  const bytes = async (image_format: string, quality: number) => {
    const answer = await camera.take("/noise", { image_format, quality });
    return Number(answer.headers.get("Content-Length"));
  };

  test.each(["jpeg", "webp"])("1 makes a %s less than a quarter of quality 100", async (format) => {
    expect(await bytes(format, 1)).toBeLessThan((await bytes(format, 100)) / 4);
  });

  test("is ignored for png", async () => {
    const png = await camera.see("/quarters", { quality: 1 }, [[100, 75]]);
    expect(png).toMatchObject({ format: "png", colours: [RED] });
  });
});

describe.concurrent("thumb_width", () => {
  test.each([
    [16, 12],
    [1_920, 1_440],
  ])("%i gives a thumbnail of that width, %i high", async (thumb_width, height) => {
    const answer = await camera.take(`/quarters?${thumb_width}`, { thumb_width, json: true });
    const { direct_thumbnail_link } = await answer.json<{ direct_thumbnail_link: string }>();
    const thumbnail = await call(new URL(direct_thumbnail_link).pathname);
    expect(await pixels(thumbnail, [])).toMatchObject({
      format: "jpeg",
      width: thumb_width,
      height,
    });
  });

  test("is in pixels, independent of scale_factor", async () => {
    const options = { thumb_width: 100, scale_factor: 2, json: true };
    const answer = await camera.take("/quarters", options);
    const { direct_thumbnail_link } = await answer.json<{ direct_thumbnail_link: string }>();
    const thumbnail = await call(new URL(direct_thumbnail_link).pathname);
    expect(await pixels(thumbnail, [])).toMatchObject({ width: 100, height: 75 });
  });
});
