import type { Stage } from "../stage";

/** Gives the page the size of the browser window that was asked for. */
export async function setViewport({ page, options }: Stage): Promise<void> {
  await page.setViewport({
    width: options.page_width,
    height: options.page_height,
    deviceScaleFactor: options.scale_factor,
  });
}
