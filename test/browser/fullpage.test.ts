import { afterAll, describe, expect, test } from "vitest";
import { pixels } from "../support/api";
import { expectColours } from "../support/colours";
import { page } from "../support/pages";
import { amountOf, BLUE, GREEN, RED, WHITE } from "../support/shots";
import { newStudio } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

type Point = [x: number, y: number];

/** Captures all of a page in a window of 400 × 300. */
async function all(address: string, points: Point[], options = {}) {
  const { image } = await studio.take(address, { fullpage: true, ...options });
  return pixels(new Response(image), points);
}

const standards = (html: string) => page(`<!doctype html><body style="margin: 0">${html}`);
const box = (height: number | string, colour: string) =>
  `<div style="height: ${typeof height === "number" ? `${height}px` : height}; background: ${colour}"></div>`;

describe.concurrent("what loads when it is scrolled to is there", () => {
  const WHEN_SEEN = (then: string) => `<script>
    new IntersectionObserver(([entry]) => { if (entry.isIntersecting) { ${then} } }).observe(it);
  </script>`;

  test("a lazy image at 6,000 px", async () => {
    const html = `${box(6_000, "red")}<img loading="lazy" style="display: block" src="/plain/0000ff">`;
    expect(await all(standards(html), [[50, 6_050]])).toMatchObject({
      height: 6_100,
      colours: [BLUE],
    });
  });

  test("an image that an observer loads", async () => {
    const html = `${box(6_000, "red")}<div id="it" style="height: 100px"></div>${box(900, "red")}
      ${WHEN_SEEN("it.innerHTML = '<img src=\"/plain/0000ff?after=300\">'")}`;
    expect((await all(standards(html), [[50, 6_050]])).colours).toEqual([BLUE]);
  });

  test("what fades in, faded in", async () => {
    const html = `${box(2_000, "red")}<div id="it" style="height: 100px; background: #00f; opacity: 0;
      transition: opacity 1s"></div>${WHEN_SEEN("it.style.opacity = 1")}`;
    expect((await all(standards(html), [[50, 2_050]])).colours).toEqual([BLUE]);
  });

  test("what the end of the page brings", async () => {
    const html = `${box(900, "red")}<script>
      let loaded = 0;
      onscroll = () => {
        if (scrollY + innerHeight < document.body.scrollHeight - 10 || loaded++ > 2) return;
        document.body.insertAdjacentHTML("beforeend", '${box(500, "blue")}');
      };
    </script>`;
    expect(await all(standards(html), [[50, 2_399]])).toMatchObject({
      height: 2_400,
      colours: [BLUE],
    });
  });
});

describe.concurrent("what stays in the window while it scrolls appears once", () => {
  const POINTS: Point[] = [
    [5, 5],
    [5, 45],
    [5, 55],
    [5, 305],
    [5, 1_500],
    [5, 2_949],
  ];
  const SEEN = [RED, RED, BLUE, BLUE, BLUE, BLUE];

  test.each([
    ["a fixed header", "position: fixed; top: 0; width: 100%"],
    ["a sticky header", "position: sticky; top: 0"],
  ])("%s, at the top", async (_, style) => {
    const html = `<header style="height: 50px; background: red; ${style}"></header>${box(2_950, "blue")}`;
    expect((await all(standards(html), POINTS)).colours).toEqual(SEEN);
  });

  test("a header that hides while it is scrolled down is back", async () => {
    const html = `<style>header { height: 50px; background: red; position: fixed; top: 0; width: 100%;
        transition: transform 0.5s } .away { transform: translateY(-50px) }</style>
      <header id="it"></header>${box(2_950, "blue")}
      <script>onscroll = () => { it.className = scrollY > 100 ? "away" : "" }</script>`;
    expect((await all(standards(html), POINTS)).colours).toEqual(SEEN);
  });
});

test.concurrent("a part of the window's height keeps it", async () => {
  const html = box("100vh", "red") + box(2_000, "blue");
  const image = await all(standards(html), [
    [5, 299],
    [5, 301],
  ]);
  expect(image).toMatchObject({ height: 2_300, colours: [RED, BLUE] });
});

describe.concurrent("where an element inside the page scrolls, all of it is shown", () => {
  const CONTENT = box(1_000, "red") + box(1_000, "blue");

  test.each([
    [
      "the main part",
      2_000,
      `<style>html, body { height: 100vh; margin: 0; overflow: hidden }
      main { height: 100vh; overflow: auto }</style><main>${CONTENT}</main>`,
    ],
    [
      "the main part below a header",
      2_050,
      `<style>html, body { height: 100vh; margin: 0 }
      body { display: flex; flex-direction: column } main { flex: 1; overflow: auto }
      </style><header style="flex: none; height: 50px"></header><main>${CONTENT}</main>`,
    ],
    [
      "the body",
      2_000,
      `<style>html, body { height: 100%; margin: 0; overflow-x: hidden }</style>
      ${CONTENT}`,
    ],
  ])("%s", async (_, height, html) => {
    const image = await all(page(`<!doctype html>${html}`), [
      [5, height - 1_005],
      [5, height - 995],
      [5, height - 5],
    ]);
    expect(image).toMatchObject({ height, colours: [RED, BLUE, BLUE] });
  });

  test("with what loads when it is seen", async () => {
    const image = await all(
      page(`<!doctype html><style>body { margin: 0 } main { height: 100vh; overflow: auto }
      img { display: block }</style><main>${box(2_000, "red")}<div id="it" style="height: 100px"></div>
      <img loading="lazy" src="/plain/0000ff"></main><script>
        new IntersectionObserver(([entry]) => {
          if (entry.isIntersecting) it.innerHTML = '<img src="/plain/00ff00?after=300">';
        }).observe(it);
      </script>`),
      [
        [5, 2_050],
        [5, 2_150],
      ],
    );
    expect(image.colours).toEqual([GREEN, BLUE]);
  });
});

describe.concurrent("the picture is as large as the page", () => {
  test("and as wide as the window, where the page is wider", async () => {
    const html = '<div style="width: 3000px; height: 900px; background: red"></div>';
    expect(await all(standards(html), [[399, 899]])).toMatchObject({
      width: 400,
      height: 900,
      colours: [RED],
    });
  });

  test.each([
    ["an empty page", ""],
    ["a short page", "<!doctype html><p>short"],
    ["a short page in quirks mode", "<p>short"],
  ])("at least as high as the window: %s", async (_, html) => {
    expect(await all(page(html), [[399, 299]])).toMatchObject({ height: 300, colours: [WHITE] });
  });

  test.each([
    ["in quirks mode", page(`<body style="margin: 0">${box(1_500, "red")}${box(1_500, "blue")}`)],
    [
      "with smooth scrolling",
      standards(
        `<style>html { scroll-behavior: smooth }</style>${box(1_500, "red")}${box(1_500, "blue")}`,
      ),
    ],
    [
      "that snaps while it is scrolled",
      standards(
        `<style>html { scroll-snap-type: y mandatory } div { scroll-snap-align: start }</style>${box(1_500, "red")}${box(1_500, "blue")}`,
      ),
    ],
    [
      "whose scrolling is locked",
      standards(
        `<style>body { overflow: hidden }</style>${box(1_500, "red")}${box(1_500, "blue")}`,
      ),
    ],
  ])("%s", async (_, address) => {
    const image = await all(address, [
      [5, 5],
      [5, 1_495],
      [5, 1_505],
      [5, 2_995],
    ]);
    expect(image).toMatchObject({ height: 3_000, colours: [RED, RED, BLUE, BLUE] });
  });

  describe.sequential("also where it is longer than a texture, each band once and in order", () => {
    const bands = (count: number) => Array.from({ length: count }, (_, n) => n);
    const colourOf = (n: number) => [(n * 37) % 256, (n * 59) % 256, n];

    test.each([
      [9_000, 2],
      [18_000, 1],
    ])("%i px at scale_factor %i", async (height, scale_factor) => {
      const shown = bands(height / 500);
      const points = shown.flatMap((n): Point[] => [
        [5, n * 500 * scale_factor + 8],
        [399, (n + 1) * 500 * scale_factor - 8],
      ]);
      const image = await all(`/bands?height=${height}`, points, { scale_factor });
      expect(image).toMatchObject({ width: 400 * scale_factor, height: height * scale_factor });
      expect(image.colours).toEqual(shown.map(colourOf).flatMap((colour) => [colour, colour]));
    });

    test("in the thumbnail too", async () => {
      const options = { fullpage: true, thumb_width: 400 };
      const { thumbnail } = await studio.take("/bands?height=10000", options);
      const shown = bands(20);
      const image = await pixels(
        new Response(thumbnail),
        shown.map((n): Point => [200, n * 500 + 250]),
      );
      expect(image).toMatchObject({ width: 400, height: 10_000 });
      expectColours(image.colours, shown.map(colourOf));
    });

    test("in a thumbnail whose pixels do not end with the page's", async () => {
      const options = { fullpage: true, page_width: 1_440, thumb_width: 1_100, page_height: 100 };
      const { thumbnail } = await studio.take(standards(box(20_000, "red")), options);
      const { width, height } = await pixels(new Response(thumbnail), []);
      expect([width, height]).toEqual([1_100, 15_278]);
      expect(await amountOf("ff0000", thumbnail)).toBe(width * height);
    });

    test("with a fixed header once, at the top", async () => {
      const html = `<header style="position: fixed; top: 0; width: 100%; height: 50px;
        background: red"></header>${box(20_000, "blue")}`;
      const seams = [5_000, 8_197, 10_000, 16_389, 19_975];
      const points = [25, ...seams].map((y): Point => [200, y]);
      const { colours } = await all(standards(html), points);
      expect(colours).toEqual([RED, ...seams.map(() => BLUE)]);
    });
  });
});

test.concurrent("a page that grows for ever is followed for twenty screens", async () => {
  const html = `${box(900, "red")}<script>
    onscroll = () => document.body.insertAdjacentHTML("beforeend", '${box(300, "blue")}');
  </script>`;
  const { height, colours } = await all(standards(html), [[5, 905]]);
  expect(colours).toEqual([BLUE]);
  expect(height).toBeGreaterThanOrEqual(900 + 20 * 300);
  expect(height).toBeLessThan(900 + 50 * 300);
});
