import { describe, expect, test } from "vitest";
import { at, page, script } from "../support/pages";
import { newRecord } from "../support/records";
import { BLUE, GREEN, newCamera, RED } from "../support/shots";

const camera = await newCamera();
const blue = 'document.body.style.background = "#00f"';
const FULL = "position: fixed; inset: 0; width: 400px; height: 300px; border: 0";

describe.concurrent("with disable_js", () => {
  test.each([
    ["an inline script", `<script>${blue}</script>`],
    ["a script file", `<script src="${script(blue)}"></script>`],
    ["an event handler", `<img src="data:," onerror='${blue}'>`],
    ["a module", `<script type="module">${blue}</script>`],
  ])("%s does not run", async (_, html) => {
    const address = page(`<body style="background: #f00">${html}`);
    expect((await camera.see(address)).colours).toEqual([BLUE]);
    expect((await camera.see(address, { disable_js: true })).colours).toEqual([RED]);
  });

  test("the script of a cross-site frame does not run", async () => {
    const frame = page(`<body style="background: #f00"><script>${blue}</script>`);
    const address = page(`<iframe style="${FULL}" src="${at("other.example.org", frame)}">`);
    expect((await camera.see(address)).colours).toEqual([BLUE]);
    expect((await camera.see(address, { disable_js: true })).colours).toEqual([RED]);
  });

  test("the content of noscript is shown", async () => {
    const address = page(`<noscript><div style="${FULL}; background: #0f0"></div></noscript>`);
    expect((await camera.see(address, { disable_js: true })).colours).toEqual([GREEN]);
  });

  test("script files are not requested", async () => {
    const record = newRecord();
    const address = page(`<script src="${record.as("script", script(""))}"></script>
      <img src="${record.as("image", "/plain/00ff00")}">`);
    await camera.see(address, { disable_js: true });
    expect(await record.who()).toEqual(["image"]);
  });

  test("fullpage, selectors and wait_for still work", async () => {
    const address = page(`<div style="height: 900px"></div>
      <img id="it" loading="lazy" src="/plain/00ff00?width=200&height=100">`);
    const options = { disable_js: true, wait_for: "#it", selectors: "#it", fullpage: true };
    expect(await camera.see(address, options, [[100, 50]])).toMatchObject({
      width: 200,
      height: 100,
      colours: [GREEN],
    });
  });
});
