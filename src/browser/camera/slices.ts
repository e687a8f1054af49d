import { createCanvas, drawSlice, encodeCanvas } from "../page/canvas";
import type { CaptureState } from "../state";
import type { Clip, ImageSettings } from "./picture";
import { takeScreenshot } from "./screenshot";

/**
 * Where a texture ends, and with it what Chromium draws at once: the rest comes out black on a graphics card, which
 * ends at 16,384 pixels, and as the beginning once more in SwiftShader, which stands in for one on a server.
 */
export const MAX_SHOT_SIDE_PX = 8_192;

/** A slice of noise still fits into one message of the transport. */
const SLICE_PIXELS = 8_000_000;

/**
 * Takes a picture that is too long for one shot in slices, and puts them together in a blank page of the same
 * browser. The answer is base64.
 */
export async function captureInSlices(
  state: CaptureState,
  frame: Clip,
  { format, quality, zoom }: ImageSettings,
): Promise<string> {
  const { workspace, options } = state;
  const scale = options.scale_factor * zoom;
  const width = Math.max(Math.round(frame.width * scale), 1);
  const height = Math.max(Math.round(frame.height * scale), 1);
  const columns = Math.max(Math.min(Math.floor(MAX_SHOT_SIDE_PX / scale), frame.width), 1);
  const rows = Math.floor(Math.min(SLICE_PIXELS / (columns * scale), MAX_SHOT_SIDE_PX) / scale);
  // Where a slice does not end with a pixel, the next one begins in it.
  const overlap = Number.isInteger(scale) ? 0 : Math.ceil(1 / scale);

  const canvasPage = await workspace.context.newPage();
  try {
    await canvasPage.evaluate(createCanvas, width, height);
    for (const slice of slicesOf(frame, { columns, rows, overlap })) {
      const data = await takeScreenshot(state, {
        format: "png",
        optimizeForSpeed: true,
        clip: { ...slice, scale: zoom },
      });
      const left = Math.round((slice.x - frame.x) * scale);
      const top = Math.round((slice.y - frame.y) * scale);
      const isLastColumn = slice.x + slice.width >= frame.x + frame.width;
      const isLastRow = slice.y + slice.height >= frame.y + frame.height;
      await canvasPage.evaluate(
        drawSlice,
        data,
        isLastColumn ? null : left,
        isLastRow ? null : top,
      );
    }
    const { picture } = await canvasPage.evaluate(encodeCanvas, `image/${format}`, quality / 100);
    return workspace.transport.pictureOf(picture);
  } finally {
    // A shot that is taken again begins with a sheet of its own.
    void canvasPage.close().catch(() => undefined);
  }
}

/** A frame cut into parts of so many CSS pixels, each of which reaches a little into the next ones. */
function* slicesOf(
  frame: Clip,
  { columns, rows, overlap }: Record<"columns" | "rows" | "overlap", number>,
): Generator<Clip> {
  for (let top = 0; top < frame.height; top += rows) {
    for (let left = 0; left < frame.width; left += columns) {
      yield {
        x: frame.x + left,
        y: frame.y + top,
        width: Math.min(columns + overlap, frame.width - left),
        height: Math.min(rows + overlap, frame.height - top),
      };
    }
  }
}
