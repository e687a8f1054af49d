import { afterAll, describe, expect, test } from "vitest";
import { box, captureFullPage, type Point, standards } from "../support/fullpage";
import { page } from "../support/pages";
import { BLUE, GREEN, RED, WHITE } from "../support/shots";
import { newStudio } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

describe.concurrent("content that loads on scroll is captured", () => {
  const WHEN_SEEN = (then: string) => `<script>
    new IntersectionObserver(([entry]) => { if (entry.isIntersecting) { ${then} } }).observe(it);
  </script>`;

  test("a lazy image at 6,000 px", async () => {
    const html = `${box(6_000, "red")}<img loading="lazy" style="display: block" src="/plain/0000ff">`;
    expect(await captureFullPage(studio, standards(html), [[50, 6_050]])).toMatchObject({
      height: 6_100,
      colours: [BLUE],
    });
  });

  test("an image that an IntersectionObserver loads", async () => {
    const html = `${box(6_000, "red")}<div id="it" style="height: 100px"></div>${box(900, "red")}
      ${WHEN_SEEN("it.innerHTML = '<img src=\"/plain/0000ff?after=300\">'")}`;
    expect((await captureFullPage(studio, standards(html), [[50, 6_050]])).colours).toEqual([BLUE]);
  });

  test("an element that fades in, fully opaque", async () => {
    const html = `${box(2_000, "red")}<div id="it" style="height: 100px; background: #00f; opacity: 0;
      transition: opacity 1s"></div>${WHEN_SEEN("it.style.opacity = 1")}`;
    expect((await captureFullPage(studio, standards(html), [[50, 2_050]])).colours).toEqual([BLUE]);
  });

  test("content that the page adds when its end is reached", async () => {
    const html = `${box(900, "red")}<script>
      let loaded = 0;
      onscroll = () => {
        if (scrollY + innerHeight < document.body.scrollHeight - 10 || loaded++ > 2) return;
        document.body.insertAdjacentHTML("beforeend", '${box(500, "blue")}');
      };
    </script>`;
    expect(await captureFullPage(studio, standards(html), [[50, 2_399]])).toMatchObject({
      height: 2_400,
      colours: [BLUE],
    });
  });
});

describe.concurrent("an element that stays in the window while it scrolls appears once", () => {
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
  ])("%s at the top", async (_, style) => {
    const html = `<header style="height: 50px; background: red; ${style}"></header>${box(2_950, "blue")}`;
    expect((await captureFullPage(studio, standards(html), POINTS)).colours).toEqual(SEEN);
  });

  test("a header that is hidden while the page is scrolled down, at the top", async () => {
    const html = `<style>header { height: 50px; background: red; position: fixed; top: 0; width: 100%;
        transition: transform 0.5s } .away { transform: translateY(-50px) }</style>
      <header id="it"></header>${box(2_950, "blue")}
      <script>onscroll = () => { it.className = scrollY > 100 ? "away" : "" }</script>`;
    expect((await captureFullPage(studio, standards(html), POINTS)).colours).toEqual(SEEN);
  });
});

test.concurrent("an element of 100vh keeps the height of the window", async () => {
  const html = box("100vh", "red") + box(2_000, "blue");
  const image = await captureFullPage(studio, standards(html), [
    [5, 299],
    [5, 301],
  ]);
  expect(image).toMatchObject({ height: 2_300, colours: [RED, BLUE] });
});

describe.concurrent("an element that scrolls inside the page is captured in full", () => {
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
    const image = await captureFullPage(studio, page(`<!doctype html>${html}`), [
      [5, height - 1_005],
      [5, height - 995],
      [5, height - 5],
    ]);
    expect(image).toMatchObject({ height, colours: [RED, BLUE, BLUE] });
  });

  test("with content that loads on scroll", async () => {
    const image = await captureFullPage(
      studio,
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

describe.concurrent("the picture has the size of the page", () => {
  test("but the width of the window where the page is wider", async () => {
    const html = '<div style="width: 3000px; height: 900px; background: red"></div>';
    expect(await captureFullPage(studio, standards(html), [[399, 899]])).toMatchObject({
      width: 400,
      height: 900,
      colours: [RED],
    });
  });

  test.each([
    ["an empty page", ""],
    ["a short page", "<!doctype html><p>short"],
    ["a short page in quirks mode", "<p>short"],
  ])("but at least the height of the window: %s", async (_, html) => {
    expect(await captureFullPage(studio, page(html), [[399, 299]])).toMatchObject({
      height: 300,
      colours: [WHITE],
    });
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
      "with scroll snap",
      standards(
        `<style>html { scroll-snap-type: y mandatory } div { scroll-snap-align: start }</style>${box(1_500, "red")}${box(1_500, "blue")}`,
      ),
    ],
    [
      "with locked scrolling",
      standards(
        `<style>body { overflow: hidden }</style>${box(1_500, "red")}${box(1_500, "blue")}`,
      ),
    ],
  ])("%s", async (_, address) => {
    const image = await captureFullPage(studio, address, [
      [5, 5],
      [5, 1_495],
      [5, 1_505],
      [5, 2_995],
    ]);
    expect(image).toMatchObject({ height: 3_000, colours: [RED, RED, BLUE, BLUE] });
  });
});

test.concurrent("a page that grows without end is scrolled for twenty screens", async () => {
  const html = `${box(900, "red")}<script>
    onscroll = () => document.body.insertAdjacentHTML("beforeend", '${box(300, "blue")}');
  </script>`;
  const { height, colours } = await captureFullPage(studio, standards(html), [[5, 905]]);
  expect(colours).toEqual([BLUE]);
  expect(height).toBeGreaterThanOrEqual(900 + 20 * 300);
  expect(height).toBeLessThan(900 + 50 * 300);
});
