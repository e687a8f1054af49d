import { evaluate } from "../evaluate";
import { boxOfElement, scrollToElement } from "../page/element";
import { scrollOffset } from "../page/measure";
import type { CaptureState } from "../state";
import { waitForAnimations } from "../waits/animations";
import { waitForSelector } from "../waits/selector";
import { settle } from "../waits/settle";

/** Scrolls the selected element into view, so that its lazy content loads. */
export async function scrollToSelectedElement(state: CaptureState): Promise<void> {
  const { selectors } = state.options;
  if (!selectors) return;
  await waitForSelector(state, selectors, APPEAR_TIMEOUT_MS);
  await evaluate(state.page, scrollToElement, selectors);
  await settle(state);
}

/** Moves the mouse over the selected element, and waits for the animations that this starts. */
export async function hoverOverSelectedElement(state: CaptureState): Promise<void> {
  const { page, options } = state;
  if (!options.selectors || !options.hover_on_selected) return;
  state.activity = "hovering over the selected element";
  const box = await evaluate(page, boxOfElement, options.selectors);
  const offset = await evaluate(page, scrollOffset);
  if (!box) return;
  await page.mouse.move(box.x - offset.x + box.width / 2, box.y - offset.y + box.height / 2);
  await waitForAnimations(state);
}

const APPEAR_TIMEOUT_MS = 5_000;
