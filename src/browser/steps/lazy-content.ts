import { sleep } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import { hiddenHeight, pageHeight } from "../page/measure";
import { allImagesComplete, isAtEnd, scrollOneScreen, scrollToTop } from "../page/scroll";
import type { CaptureState } from "../state";
import { waitForAnimations } from "../waits/animations";
import { settle } from "../waits/settle";
import { waitForDrawing } from "./drawing";
import { setWindowSize } from "./viewport";

/** Scrolls through the whole page so that lazy content loads, and returns to the top. */
export async function loadLazyContent(state: CaptureState): Promise<void> {
  if (!state.options.fullpage || state.options.selectors) return;
  state.activity = "scrolling through the page";
  const { page, options } = state;
  const giveUpAt = Date.now() + SCROLL_BUDGET_MS;
  const height = await evaluate(page, pageHeight);
  const end = Math.min(height + MAX_GROWTH_SCREENS * options.page_height, MAX_HEIGHT_PX);

  let atEnd = false;
  while (!atEnd && Date.now() < giveUpAt) {
    await evaluate(page, scrollOneScreen);
    await sleep(SCREEN_PAUSE_MS);
    if (!(await evaluate(page, isAtEnd, end))) continue;
    // Reaching the end may load content that makes the page longer.
    await sleep(END_PAUSE_MS);
    atEnd = await evaluate(page, isAtEnd, end);
  }
  while (Date.now() < giveUpAt && !(await evaluate(page, allImagesComplete))) await sleep(POLL_MS);
  await evaluate(page, scrollToTop);
  await waitForAnimations(state);
}

/**
 * Makes the window as tall as the content of an element that scrolls, when the page itself does not scroll. Then a
 * full-page picture shows all of that content.
 */
export async function expandInnerScroll(state: CaptureState): Promise<void> {
  const { page, options } = state;
  if (!options.fullpage || options.selectors) return;
  const hidden = await evaluate(page, hiddenHeight);
  if (hidden === 0) return;
  const height = Math.min(options.page_height + hidden, MAX_HEIGHT_PX);
  await setWindowSize(state, height);
  // Observers of the page run after the next drawing.
  await waitForDrawing(state);
  await sleep(SCREEN_PAUSE_MS);
  await settle(state);
}

const SCROLL_BUDGET_MS = 8_000;
/** A page may grow endlessly while it is scrolled. Its picture would be too large. */
const MAX_GROWTH_SCREENS = 20;
/** The largest height of any format: that of JPEG. */
const MAX_HEIGHT_PX = 65_500;
/** Time for the intersection observers to fire and for requests to start. */
const SCREEN_PAUSE_MS = 50;
const END_PAUSE_MS = 200;
const POLL_MS = 50;
