import { sleep } from "../../lib/timeout";
import type { CaptureOptions, ImageFormat } from "../../schemas/options";
import { imageTooLarge } from "../sessions/losses";
import type { CaptureState } from "../state";
import type { Clip, ImageSettings, Picture } from "./picture";
import { takeScreenshot } from "./screenshot";
import { captureInSlices, MAX_SHOT_SIDE_PX } from "./slices";

/** Takes the image and its thumbnail of one frame; `image_too_large` when it cannot be brought over. */
export async function captureImages(state: CaptureState, frame: Clip): Promise<Picture> {
  state.activity = "taking the picture";
  const { workspace, options } = state;
  const { image_format: format, quality } = options;
  const width = Math.round(frame.width * options.scale_factor);
  const height = Math.round(frame.height * options.scale_factor);
  refuseTooLarge(format, width, height);

  const thumbnail = { format: "jpeg", quality: THUMBNAIL_QUALITY } as const;
  return oneLargeAtATime(width * height, async () => {
    workspace.shotPixels = width * height;
    const image = await captureImage(state, frame, { format, quality, zoom: 1 });
    const zoom = thumbnailZoom(options, frame);
    return {
      width,
      height,
      image,
      thumbnail: await captureImage(state, frame, { ...thumbnail, zoom }),
    };
  });
}

const THUMBNAIL_QUALITY = 80;

/** As wide as asked for; a strip that would then be taller than any JPEG gets a narrower one. */
function thumbnailZoom({ thumb_width, scale_factor }: CaptureOptions, frame: Clip): number {
  const widest = thumb_width / (frame.width * scale_factor);
  const tallest = MAX_THUMBNAIL_HEIGHT_PX / (frame.height * scale_factor);
  const narrowest = 1 / (frame.width * scale_factor);
  return Math.max(Math.min(widest, tallest), narrowest);
}

const MAX_THUMBNAIL_HEIGHT_PX = 16_384;

async function captureImage(
  state: CaptureState,
  frame: Clip,
  how: ImageSettings,
): Promise<Uint8Array> {
  const scale = state.options.scale_factor * how.zoom;
  const isLong = Math.max(frame.width, frame.height) * scale > MAX_SHOT_SIDE_PX;
  return decoded(await (isLong ? captureInSlices : captureInOneShot)(state, frame, how));
}

async function captureInOneShot(
  state: CaptureState,
  frame: Clip,
  { format, quality, zoom }: ImageSettings,
): Promise<string> {
  return takeScreenshot(state, {
    format,
    clip: { ...frame, scale: zoom },
    ...(format === "png" ? {} : { quality }),
  });
}

/** Chromium answers with nothing where its encoder gave up. */
function decoded(base64: string): Uint8Array {
  if (base64.length === 0) throw imageTooLarge("the encoder ended without an image");
  return Buffer.from(base64, "base64");
}

/** Longest side in pixels that the encoders reach (libwebp's WEBP_MAX_DIMENSION, libjpeg's JPEG_MAX_DIMENSION). */
const MAX_SIDE_PX: Record<ImageFormat, number> = { webp: 16_383, jpeg: 65_500, png: 65_500 };
/** More does not fit into the memory of a Worker, or of the browser beside others. */
const MAX_PIXELS = 100_000_000;

function refuseTooLarge(format: ImageFormat, width: number, height: number): void {
  const size = `it would have ${width} × ${height} pixels`;
  const longest = MAX_SIDE_PX[format];
  if (Math.max(width, height) > longest) {
    throw imageTooLarge(`${size}, and ${format} ends at ${longest} pixels a side`);
  }
  if (width * height > MAX_PIXELS) {
    throw imageTooLarge(`${size}, and ${MAX_PIXELS} in all is the most`);
  }
}

/** From here on a picture may take 20 MB, and its base64 27 MB, of the 128 MB that an isolate has. */
const LARGE_PIXELS = 8_000_000;
/** Past this moment, in Unix milliseconds, the isolate takes no large picture. */
let largeImageUntil = 0;
/** A request that ended while it took a picture frees nothing: its turn ends by itself. */
const LARGE_IMAGE_TIMEOUT_MS = 30_000;

/** Takes large pictures one after another in each isolate; small ones at once. */
async function oneLargeAtATime<T>(pixels: number, take: () => Promise<T>): Promise<T> {
  if (pixels < LARGE_PIXELS) return take();
  while (largeImageUntil > Date.now()) await sleep(TURN_POLL_MS);
  const turn = Date.now() + LARGE_IMAGE_TIMEOUT_MS;
  largeImageUntil = turn;
  try {
    return await take();
  } finally {
    if (largeImageUntil === turn) largeImageUntil = 0;
  }
}

const TURN_POLL_MS = 100;
