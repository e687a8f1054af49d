import { layOut, printSheet, putSlice } from "./page/sheet";
import type { Frame } from "./picture";
import type { Stage } from "./stage";

/** Where a graphics card's texture ends, and with it what Chromium draws at once: the rest comes out black. */
export const TALLEST_SHOT_PX = 16_384;

/** A slice of noise still fits into one message of the transport. */
const SLICE_PIXELS = 8_000_000;

/**
 * Takes a picture that is too tall for one shot in slices, and puts them together in a blank page of the same
 * browser. The answer is base64.
 */
export async function shootInSlices(
  stage: Stage,
  frame: Frame,
  { type, quality }: { type: string; quality: number },
): Promise<string> {
  const { client, context, options } = stage;
  const scale = options.scale_factor;
  const width = Math.round(frame.width * scale);
  const height = Math.round(frame.height * scale);
  const rows = Math.floor(SLICE_PIXELS / width / scale);

  // The page itself may not open windows any more: this one stays.
  context.removeAllListeners("targetcreated");
  const sheet = await context.newPage();
  await sheet.evaluate(layOut, width, height);
  for (let top = 0; top < frame.height; top += rows) {
    const { data } = await client.send("Page.captureScreenshot", {
      format: "png",
      captureBeyondViewport: true,
      optimizeForSpeed: true,
      clip: { ...frame, y: frame.y + top, height: Math.min(rows, frame.height - top), scale: 1 },
    });
    await sheet.evaluate(putSlice, data, top * scale);
  }
  return sheet.evaluate(printSheet, type, quality);
}
