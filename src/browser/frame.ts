import type { Frame } from "./camera";
import { pageHeight, scrollOffset } from "./page/measure";
import type { Stage } from "./stage";

/** The part of the page that the picture shows: the window, or all of the page. */
export async function frameOf({ page, options }: Stage): Promise<Frame> {
  const window = { x: 0, y: 0, width: options.page_width, height: options.page_height };
  if (options.fullpage) {
    return { ...window, height: await page.evaluate(pageHeight) };
  }
  return { ...window, ...(await page.evaluate(scrollOffset)) };
}
