import { describe, expect, test } from "vitest";
import { page } from "../support/pages";
import { BLUE, newCamera, RED } from "../support/shots";

const camera = await newCamera();

/** Red. One second after the load event it is blue and has an element #late. */
const CHANGING = page(`<body style="background: #f00"><script>
  onload = () => setTimeout(() => {
    document.body.style.background = "#00f";
    document.body.innerHTML = '<i id="late"></i>';
  }, 1000);
</script>`);

test("without the options the page is captured when it has loaded", async () => {
  expect((await camera.see(CHANGING)).colours).toEqual([RED]);
});

test("wait waits this number of milliseconds after the load", async () => {
  expect((await camera.see(CHANGING, { wait: 1_500 })).colours).toEqual([BLUE]);
});

describe("wait_for", () => {
  test("waits until an element matches", async () => {
    expect((await camera.see(CHANGING, { wait_for: "#late" })).colours).toEqual([BLUE]);
  });

  test("accepts an element that is already there", async () => {
    expect((await camera.see(CHANGING, { wait_for: "body" })).colours).toEqual([RED]);
  });

  test.concurrent.each([
    ["when nothing matches", "#never", "Nothing on the page matched #never within 15 s."],
    ["when it is not a CSS selector", "::", ":: is not a valid CSS selector."],
  ])("fails as selector_not_found %s", async (_, wait_for, note) => {
    expect(await camera.failure(CHANGING, { wait_for })).toMatchObject({
      error_code: "screenshot_failed",
      reason: "selector_not_found",
      note,
    });
  });
});
