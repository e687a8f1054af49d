import { describe, expect, test } from "vitest";
import { page } from "../support/pages";
import { BLUE, GREEN, newCamera, RED } from "../support/shots";

const camera = await newCamera();

/** An element of 300 × 200 in blue, with a red square of 100 × 100 in its middle. */
const ELEMENT = `<div id="it" style="width: 300px; height: 200px; background: #00f; overflow: hidden">
  <div style="margin: 50px 100px; width: 100px; height: 100px; background: #f00"></div></div>`;
const FAR = '<div style="height: 5000px"></div>';
const POINTS: [number, number][] = [
  [0, 0],
  [299, 199],
  [150, 100],
];

function standards(body: string): string {
  return page(`<!doctype html><body style="margin: 0; background: #0f0">${body}`);
}

describe.concurrent("selectors captures only the element", () => {
  test.each([
    ["at the top", standards(ELEMENT)],
    ["far below the window", standards(`${FAR}${ELEMENT}${FAR}`)],
    ["far right of the window", standards(`<div style="margin-left: 3000px">${ELEMENT}</div>`)],
    [
      "inside a scrolled container",
      standards(`<div style="height: 250px; overflow: auto">${FAR}${ELEMENT}${FAR}</div>`),
    ],
    [
      "that is fixed to the window",
      standards(`${FAR}<div style="position: fixed; bottom: 9px; right: 9px">${ELEMENT}</div>`),
    ],
    [
      "that a script adds a second later",
      standards(
        `<script>setTimeout(() => document.body.innerHTML = \`${ELEMENT}\`, 1000)</script>`,
      ),
    ],
  ])("%s", async (_, address) => {
    const image = await camera.see(address, { selectors: "#it" }, POINTS);
    expect(image).toMatchObject({ width: 300, height: 200, colours: [BLUE, BLUE, RED] });
  });

  test("that is a line, 1 pixel wide and very long", async () => {
    const line = '<div id="it" style="width: 1px; height: 40000px; background: #f00"></div>';
    const image = await camera.see(standards(line), { selectors: "#it" }, [[0, 39_999]]);
    expect(image).toMatchObject({ width: 1, height: 40_000, colours: [RED] });
  });

  test("on a page that redefines properties of the window", async () => {
    const names = "let scrollX = 70, scrollY = 500; var innerHeight = 10; Array.from = null;";
    const address = standards(`<script>${names}</script>${FAR}${ELEMENT}${FAR}`);
    const image = await camera.see(address, { selectors: "#it" }, POINTS);
    expect(image).toMatchObject({ width: 300, height: 200, colours: [BLUE, BLUE, RED] });
    const whole = await camera.see(address, { fullpage: true, wait: 1 }, [[150, 5_100]]);
    expect(whole).toMatchObject({ height: 10_200, colours: [RED] });
  });

  test("that is larger than the window", async () => {
    const window = { page_width: 100, page_height: 80 };
    const image = await camera.see(standards(ELEMENT), { ...window, selectors: "#it" }, POINTS);
    expect(image).toMatchObject({ width: 300, height: 200, colours: [BLUE, BLUE, RED] });
  });

  test("as far as it is on the page", async () => {
    const address = standards(`<div style="margin: -30px 0 0 -50px">${ELEMENT}</div>`);
    const image = await camera.see(address, { selectors: "#it" }, [[249, 169]]);
    expect(image).toMatchObject({ width: 250, height: 170, colours: [BLUE] });
  });

  test("with scale_factor", async () => {
    const options = { selectors: "#it", scale_factor: 2 };
    const image = await camera.see(standards(FAR + ELEMENT), options, [[599, 399]]);
    expect(image).toMatchObject({ width: 600, height: 400, colours: [BLUE] });
  });

  test("that matches first", async () => {
    const address = standards(`${ELEMENT}<div style="height: 9px"></div>`);
    const image = await camera.see(address, { selectors: "div" }, []);
    expect(image).toMatchObject({ width: 300, height: 200 });
  });
});

describe.concurrent("selectors fails as selector_not_found", () => {
  test.each([
    ["without a match", "#nothing", "Nothing on the page matched #nothing within 5 s."],
    ["with an invalid CSS selector", "#it[", "#it[ is not a valid CSS selector."],
    ["with an element that is not shown", "head", "head has no visible size."],
  ])("%s", async (_, selectors, note) => {
    expect(await camera.failure(standards(ELEMENT), { selectors })).toMatchObject({
      error_code: "screenshot_failed",
      reason: "selector_not_found",
      note,
    });
  });
});

describe.concurrent("hover_on_selected", () => {
  const hoverable = (style: string, before = "") =>
    standards(`<style>#it { width: 300px; height: 200px; background: #00f; ${style} }
      #it:hover { background: #f00 }</style>${before}<div id="it"></div>${before}`);
  const hovered = { selectors: "#it", hover_on_selected: true };

  test("captures the element with its hover style", async () => {
    expect((await camera.see(hoverable(""), hovered)).colours).toEqual([RED]);
  });

  test("is off by default", async () => {
    expect((await camera.see(hoverable(""), { selectors: "#it" })).colours).toEqual([BLUE]);
  });

  test("works for an element far below the window", async () => {
    expect((await camera.see(hoverable("", FAR), hovered)).colours).toEqual([RED]);
  });

  test("waits for the transition that it starts", async () => {
    const slow = hoverable("transition: background 1s 0.3s");
    expect((await camera.see(slow, hovered)).colours).toEqual([RED]);
  });

  test("is refused without selectors", async () => {
    const { error_code, note } = await camera.failure(hoverable(""), { hover_on_selected: true });
    expect([error_code, note]).toEqual(["invalid_options", expect.stringContaining("selectors")]);
  });
});

test.concurrent("without selectors the whole window is captured", async () => {
  const image = await camera.see(standards(ELEMENT), {}, [[399, 299]]);
  expect(image).toMatchObject({ width: 400, height: 300, colours: [GREEN] });
});
