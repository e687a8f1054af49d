import { afterAll, describe, expect, test } from "vitest";
import { createPopupWatch } from "../../../src/browser/guard/popups";
import type { BrowserPolicy, CaptureState } from "../../../src/browser/state";
import type { CaptureFailure } from "../../../src/errors";
import { inContext } from "../../support/browser";
import { dispatchMouseEvent } from "../../support/mouse-events";
import { CLOSED, newStudio, OPEN } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

/** The failures that the watch reports for windows of a page without the scripts of the guard. */
async function failuresOf(code: string, policy: BrowserPolicy): Promise<(string | undefined)[]> {
  return inContext(studio.sessionId, async ({ context }) => {
    const browserPage = await context.newPage();
    const client = await browserPage.createCDPSession();
    const failures: unknown[] = [];
    const state = { policy, fail: (failure) => failures.push(failure) } as Partial<CaptureState>;
    await createPopupWatch(state as CaptureState)(client, "page");
    await browserPage.setContent(
      `<a href="about:blank#x">x</a><form action="about:blank"><button>x</button></form>`,
    );
    await browserPage.evaluate(code);
    // The events of the windows arrive before the answer.
    await browserPage.evaluate("new Promise((resolve) => setTimeout(resolve, 300))");
    return failures.map((failure) => (failure as CaptureFailure).reason);
  });
}

describe("a window that opens although the guard is missing", () => {
  test.each([
    ["ctrl", dispatchMouseEvent("click", "ctrlKey: true")],
    ["shift", dispatchMouseEvent("click", "shiftKey: true")],
    ["the middle button", dispatchMouseEvent("click", "button: 1")],
    ["ctrl on a button", dispatchMouseEvent("click", "ctrlKey: true", "button")],
  ])(
    "by a click with %s fails as blocked_address unless private addresses are open",
    async (_, code) => {
      expect(await failuresOf(code, CLOSED)).toContain("blocked_address");
      expect(await failuresOf(code, OPEN)).toEqual([]);
    },
  );

  test("again and again fails as page_too_busy, even where private addresses are open", async () => {
    const clicks = `for (let i = 0; i < 12; i += 1) { ${dispatchMouseEvent("click", "ctrlKey: true")} }`;
    expect(await failuresOf(clicks, OPEN)).toContain("page_too_busy");
  });

  test.each([
    [
      "the page cancels the click",
      `document.addEventListener("click", (event) => event.preventDefault()); ${dispatchMouseEvent("click", "ctrlKey: true")}`,
    ],
    ["the page itself navigates", dispatchMouseEvent("click", "")],
  ])("is not reported where %s", async (_, code) => {
    expect(await failuresOf(code, CLOSED)).toEqual([]);
  });
});
