import { CaptureFailure } from "../../errors";
import { evaluate } from "../evaluate";
import { boxOfElement } from "../page/element";
import { pageHeight, scrollOffset } from "../page/measure";
import type { CaptureState } from "../state";
import type { Clip } from "./picture";

/** The part of the page that the picture shows: the selected element, the whole page, or the window. */
export async function clipOf(state: CaptureState): Promise<Clip> {
  const { page, options } = state;
  if (options.selectors) return clipOfElement(state, options.selectors);
  const window = { x: 0, y: 0, width: options.page_width, height: options.page_height };
  if (options.fullpage) return { ...window, height: await evaluate(page, pageHeight) };
  return { ...window, ...(await evaluate(page, scrollOffset)) };
}

async function clipOfElement({ page }: CaptureState, selector: string): Promise<Clip> {
  const box = await evaluate(page, boxOfElement, selector);
  if (!box) throw new CaptureFailure("selector_not_found", `${selector} left the page.`);
  // The part to the left of the page or above it is not visible.
  const x = Math.max(Math.round(box.x), 0);
  const y = Math.max(Math.round(box.y), 0);
  const width = Math.round(box.x + box.width) - x;
  const height = Math.round(box.y + box.height) - y;
  if (width >= 1 && height >= 1) return { x, y, width, height };
  throw new CaptureFailure("selector_not_found", `${selector} has no visible size.`);
}
