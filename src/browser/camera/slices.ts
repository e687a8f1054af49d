import { createCanvas, drawSlice, encodeCanvas } from "../page/canvas";
import type { CaptureState } from "../state";
import type { Clip, ImageSettings } from "./picture";
import { takeScreenshot } from "./screenshot";

/**
 * The longest side that Chromium draws in one texture. The rest comes out wrong: black on a graphics card, whose limit
 * is 16,384 pixels, and as a repetition of the start in SwiftShader, the software renderer of servers.
 */
export const MAX_SHOT_SIDE_PX = 8_192;

/** A slice that is pure noise still fits into one message of the transport. */
const SLICE_PIXELS = 8_000_000;

/**
 * Takes a picture that is too long for one screenshot in slices, and draws them on a canvas in a blank page of the same
 * browser. Returns base64.
 */
export async function captureInSlices(
  state: CaptureState,
  clip: Clip,
  { format, quality, zoom }: ImageSettings,
): Promise<string> {
  const { workspace, options } = state;
  const scale = options.scale_factor * zoom;
  const width = Math.max(Math.round(clip.width * scale), 1);
  const height = Math.max(Math.round(clip.height * scale), 1);

  const canvasPage = await workspace.context.newPage();
  try {
    await canvasPage.evaluate(createCanvas, width, height);
    for (const slice of slicesOf(clip, scale)) {
      const png = await takeScreenshot(state, {
        format: "png",
        optimizeForSpeed: true,
        clip: { ...slice, scale: zoom },
      });
      await canvasPage.evaluate(drawSlice, png, ...placeOf(slice, clip, scale));
    }
    const { picture } = await canvasPage.evaluate(encodeCanvas, `image/${format}`, quality / 100);
    return workspace.transport.pictureOf(picture);
  } finally {
    // Nothing waits for this: a retry opens its own page.
    void canvasPage.close().catch(() => undefined);
  }
}

/** Left and top of a slice in device pixels; null where it ends at the right or bottom edge. */
function placeOf(
  slice: Clip,
  clip: Clip,
  scale: number,
): [left: number | null, top: number | null] {
  const isLastColumn = slice.x + slice.width >= clip.x + clip.width;
  const isLastRow = slice.y + slice.height >= clip.y + clip.height;
  return [
    isLastColumn ? null : Math.round((slice.x - clip.x) * scale),
    isLastRow ? null : Math.round((slice.y - clip.y) * scale),
  ];
}

/** Cuts a clip into slices. Each slice overlaps the next ones. */
function* slicesOf(clip: Clip, scale: number): Generator<Clip> {
  const columns = Math.max(Math.min(Math.floor(MAX_SHOT_SIDE_PX / scale), clip.width), 1);
  const rows = Math.floor(Math.min(SLICE_PIXELS / (columns * scale), MAX_SHOT_SIDE_PX) / scale);
  // A slice may end within a device pixel. Then the next slice starts in the same pixel.
  const overlap = Number.isInteger(scale) ? 0 : Math.ceil(1 / scale);
  for (let top = 0; top < clip.height; top += rows) {
    for (let left = 0; left < clip.width; left += columns) {
      yield {
        x: clip.x + left,
        y: clip.y + top,
        width: Math.min(columns + overlap, clip.width - left),
        height: Math.min(rows + overlap, clip.height - top),
      };
    }
  }
}
