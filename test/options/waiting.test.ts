import { describe, expect, test } from "vitest";
import { page } from "../support/pages";
import { BLUE, newCamera, RED } from "../support/shots";

const camera = await newCamera();

/** Red; a second after it has loaded, blue with an element #late. */
const CHANGING = page(`<body style="background: #f00"><script>
  onload = () => setTimeout(() => {
    document.body.style.background = "#00f";
    document.body.innerHTML = '<i id="late"></i>';
  }, 1000);
</script>`);

test("the picture is taken as soon as the page has loaded", async () => {
  expect((await camera.see(CHANGING)).colours).toEqual([RED]);
});

test("wait waits so many milliseconds after that", async () => {
  expect((await camera.see(CHANGING, { wait: 1_500 })).colours).toEqual([BLUE]);
});

describe("wait_for", () => {
  test("waits until an element matches", async () => {
    expect((await camera.see(CHANGING, { wait_for: "#late" })).colours).toEqual([BLUE]);
  });

  test("takes an element that is there already", async () => {
    expect((await camera.see(CHANGING, { wait_for: "body" })).colours).toEqual([RED]);
  });

  test.concurrent.each([
    ["when nothing matches", "#never", "Nothing on the page matched #never within 15 s."],
    ["when it is no CSS selector", "::", ":: is not a valid CSS selector."],
  ])("fails as selector_not_found %s", async (_, wait_for, note) => {
    expect(await camera.failure(CHANGING, { wait_for })).toMatchObject({
      error_code: "screenshot_failed",
      reason: "selector_not_found",
      note,
    });
  });
});
