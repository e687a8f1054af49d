import { layOut, printSheet, putSlice } from "./page/sheet";
import type { Frame } from "./picture";
import type { Stage } from "./stage";

/**
 * Where a texture ends, and with it what Chromium draws at once: the rest comes out black on a graphics card, which
 * ends at 16,384 pixels, and as the beginning once more in SwiftShader, which stands in for one on a server.
 */
export const LONGEST_SHOT_PX = 8_192;

/** A slice of noise still fits into one message of the transport. */
const SLICE_PIXELS = 8_000_000;

/**
 * Takes a picture that is too long for one shot in slices, and puts them together in a blank page of the same
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
  const columns = Math.floor(Math.min(width, LONGEST_SHOT_PX) / scale);
  const rows = Math.floor(Math.min(SLICE_PIXELS / (columns * scale), LONGEST_SHOT_PX) / scale);

  // The page itself may not open windows any more: this one stays.
  context.removeAllListeners("targetcreated");
  const sheet = await context.newPage();
  await sheet.evaluate(layOut, width, height);
  for (const slice of slicesOf(frame, columns, rows)) {
    const { data } = await client.send("Page.captureScreenshot", {
      format: "png",
      captureBeyondViewport: true,
      optimizeForSpeed: true,
      clip: { ...slice, scale: 1 },
    });
    const left = (slice.x - frame.x) * scale;
    await sheet.evaluate(putSlice, data, left, (slice.y - frame.y) * scale);
  }
  return sheet.evaluate(printSheet, type, quality);
}

/** A frame cut into parts of so many CSS pixels at most. */
function* slicesOf(frame: Frame, columns: number, rows: number): Generator<Frame> {
  for (let top = 0; top < frame.height; top += rows) {
    for (let left = 0; left < frame.width; left += columns) {
      yield {
        x: frame.x + left,
        y: frame.y + top,
        width: Math.min(columns, frame.width - left),
        height: Math.min(rows, frame.height - top),
      };
    }
  }
}
