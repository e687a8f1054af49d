import { evaluate } from "../evaluate";
import { boxOfElement, clickElement, isCovered, scrollToElement } from "../page/element";
import { scrollOffset } from "../page/measure";
import type { Stage } from "../stage";
import { comesToRest } from "../steps/selected";
import { appears } from "../steps/waits";
import { mayNavigate } from "./navigation";

/** How long an action waits for its element. */
export const ELEMENT_TIMEOUT_MS = 5_000;

/** Clicks the first match with the mouse; where something lies over it, the element itself is clicked. */
export async function click(stage: Stage, selector: string): Promise<void> {
  const point = await pointAt(stage, selector);
  stage.touched = selector;
  await mayNavigate(stage, async () => {
    if (await evaluate(stage.page, isCovered, selector)) {
      await evaluate(stage.page, clickElement, selector);
    } else {
      await stage.page.mouse.click(point.x, point.y);
    }
  });
}

/** Moves the mouse over the first match, and waits for what that sets in motion. */
export async function hover(stage: Stage, selector: string): Promise<void> {
  const point = await pointAt(stage, selector);
  await stage.page.mouse.move(point.x, point.y);
  await comesToRest(stage);
}

/** The middle of the first match, scrolled into view, in the window's coordinates. */
async function pointAt(stage: Stage, selector: string): Promise<{ x: number; y: number }> {
  const { page } = stage;
  await appears(stage, selector, ELEMENT_TIMEOUT_MS);
  await evaluate(page, scrollToElement, selector);
  const box = await evaluate(page, boxOfElement, selector);
  if (!box) throw new Error(`${selector} left the page.`);
  const offset = await evaluate(page, scrollOffset);
  return { x: box.x - offset.x + box.width / 2, y: box.y - offset.y + box.height / 2 };
}
