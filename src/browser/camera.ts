import type { Browser } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../errors";
import { sleep, within } from "../lib/within";
import type { CaptureOptions, ImageFormat } from "../schemas/options";
import { SessionLost } from "./connect";
import type { Frame, Picture, Print } from "./picture";
import { LONGEST_SHOT_PX, shootInSlices } from "./slices";
import type { Stage } from "./stage";

/** Takes the image and its thumbnail of one frame; `image_too_large` when it cannot be brought over. */
export async function shoot(stage: Stage, frame: Frame): Promise<Picture> {
  stage.doing = "taking the picture";
  const { browser, options } = stage;
  const { image_format: format, quality } = options;
  const width = Math.round(frame.width * options.scale_factor);
  const height = Math.round(frame.height * options.scale_factor);
  refuseTooLarge(format, width, height);

  const thumbnail = { format: "jpeg", quality: THUMBNAIL_QUALITY } as const;
  return whileConnected(browser, width * height, async () => ({
    width,
    height,
    image: await print(stage, frame, { format, quality, zoom: 1 }),
    thumbnail: await print(stage, frame, { ...thumbnail, zoom: thumbnailZoom(options, frame) }),
  }));
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

async function print(stage: Stage, frame: Frame, how: Print): Promise<Uint8Array> {
  const scale = stage.options.scale_factor * how.zoom;
  const isLong = Math.max(frame.width, frame.height) * scale > LONGEST_SHOT_PX;
  return decoded(await (isLong ? shootInSlices : shootOnce)(stage, frame, how));
}

async function shootOnce({ client }: Stage, frame: Frame, how: Print): Promise<string> {
  const { format, quality, zoom } = how;
  const { data } = await client.send("Page.captureScreenshot", {
    ...{ format, clip: { ...frame, scale: zoom } },
    ...(format === "png" ? {} : { quality }),
    captureBeyondViewport: true,
  });
  return data;
}

/** Chromium answers with nothing where its encoder gave up. */
function decoded(base64: string): Uint8Array {
  if (base64.length === 0) throw tooLarge("the encoder ended without an image");
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
    throw tooLarge(`${size}, and ${format} ends at ${longest} pixels a side`);
  }
  if (width * height > MOST_PIXELS) {
    throw tooLarge(`${size}, and ${MOST_PIXELS} in all is the most`);
  }
}

function tooLarge(limit: string, options?: ErrorOptions): CaptureFailure {
  const note = `The image is too large: ${limit}. What would fit: less of the page, a smaller scale_factor, or image_format=jpeg.`;
  return new CaptureFailure("image_too_large", note, options);
}

/**
 * A message over 32 MiB ends the connection without an error, and every call on it then waits for ever
 * (https://developers.cloudflare.com/durable-objects/platform/limits/). So it is asked whether it still lives.
 */
async function whileConnected<T>(
  browser: Browser,
  pixels: number,
  work: () => Promise<T>,
): Promise<T> {
  let finished = false;
  const watch = async (): Promise<never> => {
    while (!finished) {
      await within(UNANSWERED_MS, browser.version(), () => connectionDied(pixels));
      await sleep(PING_MS);
    }
    return new Promise<never>(() => undefined);
  };
  try {
    return await Promise.race([work(), watch()]);
  } finally {
    finished = true;
  }
}

/** So few pixels cannot make a message that is too large: then the browser itself is gone. */
function connectionDied(pixels: number): Error {
  if (pixels * BYTES_PER_PIXEL < LARGEST_IMAGE_BYTES) return new SessionLost();
  return tooLarge("it is over about 20 MB, the most that the browser can hand over", {
    cause: new SessionLost(),
  });
}

const LARGEST_IMAGE_BYTES = 20_000_000;
/** Noise does not get smaller in a PNG. */
const BYTES_PER_PIXEL = 4;
const PING_MS = 500;
/** A browser that renders 40,000 px still answers within milliseconds; this leaves room for a busy machine. */
const UNANSWERED_MS = 3_000;
