import { sleep } from "../../lib/within";
import { allImagesComplete, scrollOneScreen, scrollToTop } from "../page/scroll";
import type { Stage } from "../stage";

/** Scrolls through the whole page so that lazy content loads, and returns to the top. */
export async function loadLazyContent(stage: Stage): Promise<void> {
  if (!stage.options.fullpage) return;
  stage.doing = "scrolling through the page";
  const { page } = stage;
  const giveUpAt = Date.now() + SCROLL_BUDGET_MS;

  let atEnd = false;
  while (!atEnd && Date.now() < giveUpAt) {
    atEnd = await page.evaluate(scrollOneScreen, MAX_HEIGHT_PX);
    await sleep(SCREEN_PAUSE_MS);
  }
  while (Date.now() < giveUpAt && !(await page.evaluate(allImagesComplete))) await sleep(POLL_MS);
  await page.evaluate(scrollToTop);
}

/** A page can grow for ever while it is scrolled. */
const SCROLL_BUDGET_MS = 8_000;
/** JPEG, the format that reaches furthest, ends here. */
const MAX_HEIGHT_PX = 65_500;
/** Time for a screen's observers to fire and its requests to start. */
const SCREEN_PAUSE_MS = 50;
const POLL_MS = 50;
