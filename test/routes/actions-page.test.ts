import { describe, test } from "vitest";
import { BLUE, DONE, GREEN, greenIf, plain, RED, snapAfter, swatchAfter } from "../support/actions";
import { pixels, site } from "../support/api";
import { expectColours } from "../support/colours";

/** A point in the menu that opens on hover. */
const CORNER: [number, number] = [750, 450];

describe.concurrent("an action", () => {
  test("click presses the element", async () => {
    expectColours(await swatchAfter([{ type: "click", selector: "#button" }]), [GREEN]);
  });

  test("click presses the button around an icon that has no pointer events", async () => {
    const html = `<button onmousedown="${DONE}"><svg width="40" height="40" style="pointer-events: none"></svg></button>`;
    const colours = await swatchAfter([{ type: "click", selector: "button svg" }], plain(html));
    expectColours(colours, [GREEN]);
  });

  test("click works on other elements of a page whose links open new windows", async () => {
    const colours = await swatchAfter(
      [
        { type: "checkbox", selector: "input", value: true },
        greenIf("document.querySelector('input').checked"),
      ],
      plain(`<base target="_blank"><input type="checkbox">`),
    );
    expectColours(colours, [GREEN]);
  });

  test("click hits a link that wraps, although the middle of its bounding box is outside it", async () => {
    const link = `<a href="#" onclick="${DONE}">go on here</a>`;
    const html = `<p style="width: 260px; font: 20px/30px monospace">A beginning, and a ${link}</p>`;
    expectColours(await swatchAfter([{ type: "click", selector: "a" }], plain(html)), [GREEN]);
  });

  test("click reaches a covered element", async () => {
    expectColours(await swatchAfter([{ type: "click", selector: "#covered" }]), [GREEN]);
  });

  test("hover opens a menu", async () => {
    const response = await snapAfter([{ type: "hover", selector: "#menu" }]);
    expectColours((await pixels(response, [CORNER])).colours, [BLUE]);
  });

  test("redirect goes to another page", async () => {
    const colours = await swatchAfter([{ type: "redirect", value: `${site}/status/200` }]);
    expectColours(colours, [[0, 192, 0]]);
  });

  test("javascript runs, and its promise is awaited", async () => {
    const value =
      'new Promise((done) => setTimeout(() => { document.body.classList.add("done"); done() }, 300))';
    expectColours(await swatchAfter([{ type: "javascript", value }]), [GREEN]);
  });

  test("css is added", async () => {
    const value = "#swatch { background: #0000ff !important }";
    expectColours(await swatchAfter([{ type: "css", value }]), [BLUE]);
  });

  test("wait waits", async () => {
    const late = "document.querySelector('#late')";
    const actions = [{ type: "wait", value: "1500" }, greenIf(late)];
    const colours = await swatchAfter(actions, "/actions/form?late");
    expectColours(colours, [GREEN]);
  });

  test("wait_for_selector waits for an element that appears late", async () => {
    const late = { type: "wait_for_selector", selector: "#late" };
    const seen = greenIf("document.querySelector('#late')");
    expectColours(await swatchAfter([late, seen], "/actions/form?late"), [GREEN]);
  });

  test("without actions the page stays as it is", async () => {
    expectColours(await swatchAfter([]), [RED]);
  });
});
