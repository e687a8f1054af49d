import { evaluate } from "../evaluate";
import { boxOfElement, clickElement, isCovered, scrollToElement } from "../page/element";
import { scrollOffset } from "../page/measure";
import type { CaptureState } from "../state";
import { waitForAnimations } from "../waits/animations";
import { runAndWaitForNavigation } from "../waits/navigation";
import { waitForSelector } from "../waits/selector";

/** How long an action waits for its element. */
export const ELEMENT_TIMEOUT_MS = 5_000;

/** Clicks the first match with the mouse. When another element covers it, `click()` of the element is called. */
export async function click(state: CaptureState, selector: string): Promise<void> {
  const point = await pointAt(state, selector);
  state.lastTouchedSelector = selector;
  await runAndWaitForNavigation(state, async () => {
    if (await evaluate(state.page, isCovered, selector)) {
      await evaluate(state.page, clickElement, selector);
    } else {
      await state.page.mouse.click(point.x, point.y);
    }
  });
}

/** Moves the mouse over the first match, and waits for the animations that this starts. */
export async function hover(state: CaptureState, selector: string): Promise<void> {
  const point = await pointAt(state, selector);
  await state.page.mouse.move(point.x, point.y);
  await waitForAnimations(state);
}

/** Scrolls the first match into view, and returns its centre in the coordinates of the window. */
async function pointAt(state: CaptureState, selector: string): Promise<{ x: number; y: number }> {
  const { page } = state;
  await waitForSelector(state, selector, ELEMENT_TIMEOUT_MS);
  await evaluate(page, scrollToElement, selector);
  const box = await evaluate(page, boxOfElement, selector);
  if (!box) throw new Error(`${selector} left the page.`);
  const offset = await evaluate(page, scrollOffset);
  return { x: box.x - offset.x + box.width / 2, y: box.y - offset.y + box.height / 2 };
}
