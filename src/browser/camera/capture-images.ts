import { sleep } from "../../lib/timeout";
import type { CaptureOptions, ImageFormat } from "../../schemas/options";
import { imageTooLarge } from "../sessions/losses";
import type { CaptureState } from "../state";
import type { Frame, Picture, Print } from "./picture";
import { takeShot } from "./screenshot";
import { LONGEST_SHOT_PX, shootInSlices } from "./slices";

/** Takes the image and its thumbnail of one frame; `image_too_large` when it cannot be brought over. */
export async function shoot(state: CaptureState, frame: Frame): Promise<Picture> {
  state.doing = "taking the picture";
  const { workspace, options } = state;
  const { image_format: format, quality } = options;
  const width = Math.round(frame.width * options.scale_factor);
  const height = Math.round(frame.height * options.scale_factor);
  refuseTooLarge(format, width, height);

  const thumbnail = { format: "jpeg", quality: THUMBNAIL_QUALITY } as const;
  return oneLargeAtATime(width * height, async () => {
    workspace.shotPixels = width * height;
    const image = await print(state, frame, { format, quality, zoom: 1 });
    const zoom = thumbnailZoom(options, frame);
    return { width, height, image, thumbnail: await print(state, frame, { ...thumbnail, zoom }) };
  });
}

const THUMBNAIL_QUALITY = 80;

/** As wide as asked for; a strip that would then be taller than any JPEG gets a narrower one. */
function thumbnailZoom({ thumb_width, scale_factor }: CaptureOptions, frame: Frame): number {
  const widest = thumb_width / (frame.width * scale_factor);
  const tallest = TALLEST_THUMBNAIL_PX / (frame.height * scale_factor);
  const narrowest = 1 / (frame.width * scale_factor);
  return Math.max(Math.min(widest, tallest), narrowest);
}

const TALLEST_THUMBNAIL_PX = 16_384;

async function print(state: CaptureState, frame: Frame, how: Print): Promise<Uint8Array> {
  const scale = state.options.scale_factor * how.zoom;
  const isLong = Math.max(frame.width, frame.height) * scale > LONGEST_SHOT_PX;
  return decoded(await (isLong ? shootInSlices : shootOnce)(state, frame, how));
}

async function shootOnce(
  state: CaptureState,
  frame: Frame,
  { format, quality, zoom }: Print,
): Promise<string> {
  return takeShot(state, {
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
const LONGEST_SIDE: Record<ImageFormat, number> = { webp: 16_383, jpeg: 65_500, png: 65_500 };
/** More does not fit into the memory of a Worker, or of the browser beside others. */
const MOST_PIXELS = 100_000_000;

function refuseTooLarge(format: ImageFormat, width: number, height: number): void {
  const size = `it would have ${width} × ${height} pixels`;
  const longest = LONGEST_SIDE[format];
  if (Math.max(width, height) > longest) {
    throw imageTooLarge(`${size}, and ${format} ends at ${longest} pixels a side`);
  }
  if (width * height > MOST_PIXELS) {
    throw imageTooLarge(`${size}, and ${MOST_PIXELS} in all is the most`);
  }
}

/** From here on a picture may take 20 MB, and its base64 27 MB, of the 128 MB that an isolate has. */
const LARGE_PIXELS = 8_000_000;
/** Past this moment, in Unix milliseconds, the isolate takes no large picture. */
let largeShotUntil = 0;
/** A request that ended while it took a picture frees nothing: its turn ends by itself. */
const LONGEST_TURN_MS = 30_000;

/** Takes large pictures one after another in each isolate; small ones at once. */
async function oneLargeAtATime<T>(pixels: number, take: () => Promise<T>): Promise<T> {
  if (pixels < LARGE_PIXELS) return take();
  while (largeShotUntil > Date.now()) await sleep(TURN_POLL_MS);
  const turn = Date.now() + LONGEST_TURN_MS;
  largeShotUntil = turn;
  try {
    return await take();
  } finally {
    if (largeShotUntil === turn) largeShotUntil = 0;
  }
}

const TURN_POLL_MS = 100;
