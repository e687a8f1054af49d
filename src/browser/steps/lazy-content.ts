import { sleep } from "../../lib/within";
import { hiddenHeight } from "../page/measure";
import { allImagesComplete, scrollOneScreen, scrollToTop } from "../page/scroll";
import type { Stage } from "../stage";
import { settle } from "./settle";

/** Scrolls through the whole page so that lazy content loads, and returns to the top. */
export async function loadLazyContent(stage: Stage): Promise<void> {
  if (!stage.options.fullpage || stage.options.selectors) return;
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

/**
 * Where the window's height is the layout's and an element inside of it scrolls, all of the page is shown by a
 * window that is as tall as what that element holds.
 */
export async function expandInnerScroll(stage: Stage): Promise<void> {
  const { page, options } = stage;
  if (!options.fullpage || options.selectors) return;
  const hidden = await page.evaluate(hiddenHeight);
  if (hidden === 0) return;
  const height = Math.min(options.page_height + hidden, MAX_HEIGHT_PX);
  await page.setViewport({
    width: options.page_width,
    height,
    deviceScaleFactor: options.scale_factor,
  });
  await settle(stage);
}

/** A page can grow for ever while it is scrolled. */
const SCROLL_BUDGET_MS = 8_000;
/** JPEG, the format that reaches furthest, ends here. */
const MAX_HEIGHT_PX = 65_500;
/** Time for a screen's observers to fire and its requests to start. */
const SCREEN_PAUSE_MS = 50;
const POLL_MS = 50;
