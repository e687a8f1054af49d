import { sleep } from "../../lib/timeout";
import type { CaptureOptions, ImageFormat } from "../../schemas/options";
import { imageTooLarge } from "../sessions/losses";
import type { CaptureState } from "../state";
import type { Clip, ImageSettings, Picture } from "./picture";
import { takeScreenshot } from "./screenshot";
import { captureInSlices, MAX_SHOT_SIDE_PX } from "./slices";

/**
 * Takes the image and the thumbnail of a clip.
 *
 * @throws CaptureFailure `image_too_large` when the image is over a limit.
 */
export async function captureImages(state: CaptureState, clip: Clip): Promise<Picture> {
  state.activity = "taking the picture";
  const { workspace, options } = state;
  const { image_format: format, quality } = options;
  const width = Math.round(clip.width * options.scale_factor);
  const height = Math.round(clip.height * options.scale_factor);
  refuseTooLarge(format, width, height);

  const thumbnail = { format: "jpeg", quality: THUMBNAIL_QUALITY } as const;
  return oneLargeAtATime(width * height, async () => {
    workspace.shotPixels = width * height;
    const image = await captureImage(state, clip, { format, quality, zoom: 1 });
    const zoom = thumbnailZoom(options, clip);
    return {
      width,
      height,
      image,
      thumbnail: await captureImage(state, clip, { ...thumbnail, zoom }),
    };
  });
}

const THUMBNAIL_QUALITY = 80;

/** The zoom that gives the requested width. A very tall page gets a narrower thumbnail, so that it fits into a JPEG. */
function thumbnailZoom({ thumb_width, scale_factor }: CaptureOptions, clip: Clip): number {
  const widest = thumb_width / (clip.width * scale_factor);
  const tallest = MAX_THUMBNAIL_HEIGHT_PX / (clip.height * scale_factor);
  const narrowest = 1 / (clip.width * scale_factor);
  return Math.max(Math.min(widest, tallest), narrowest);
}

const MAX_THUMBNAIL_HEIGHT_PX = 16_384;

async function captureImage(
  state: CaptureState,
  clip: Clip,
  settings: ImageSettings,
): Promise<Uint8Array> {
  const scale = state.options.scale_factor * settings.zoom;
  const isLong = Math.max(clip.width, clip.height) * scale > MAX_SHOT_SIDE_PX;
  return decoded(await (isLong ? captureInSlices : captureInOneShot)(state, clip, settings));
}

async function captureInOneShot(
  state: CaptureState,
  clip: Clip,
  { format, quality, zoom }: ImageSettings,
): Promise<string> {
  return takeScreenshot(state, {
    format,
    clip: { ...clip, scale: zoom },
    ...(format === "png" ? {} : { quality }),
  });
}

/** Chromium returns an empty string when its encoder failed. */
function decoded(base64: string): Uint8Array {
  if (base64.length === 0) throw imageTooLarge("the encoder returned no image");
  return Buffer.from(base64, "base64");
}

/** The limits of the encoders (libwebp's WEBP_MAX_DIMENSION, libjpeg's JPEG_MAX_DIMENSION). */
const MAX_SIDE_PX: Record<ImageFormat, number> = { webp: 16_383, jpeg: 65_500, png: 65_500 };
/** More does not fit into the memory of a Worker, or of a browser with several captures. */
const MAX_PIXELS = 100_000_000;

function refuseTooLarge(format: ImageFormat, width: number, height: number): void {
  const size = `it would have ${width} × ${height} pixels`;
  const longest = MAX_SIDE_PX[format];
  if (Math.max(width, height) > longest) {
    throw imageTooLarge(`${size}, and ${format} allows ${longest} pixels a side`);
  }
  if (width * height > MAX_PIXELS) {
    throw imageTooLarge(`${size}, and at most ${MAX_PIXELS} are allowed`);
  }
}

/** A picture of this size may take 20 MB, and its base64 27 MB, of the 128 MB of an isolate. */
const LARGE_PIXELS = 8_000_000;
/** Unix milliseconds until which the isolate is taking a large picture; 0 when it takes none. */
let largeImageUntil = 0;
/** A request that is cancelled while it takes a picture runs no `finally`. So its reservation expires. */
const LARGE_IMAGE_TIMEOUT_MS = 30_000;

/** Takes large pictures one at a time in each isolate, and small ones at once. */
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
