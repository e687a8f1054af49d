import type { Browser, CDPSession } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../errors";
import { sleep, within } from "../lib/within";
import type { ImageFormat } from "../schemas/options";
import { SessionLost } from "./connect";
import type { Frame, Picture } from "./picture";
import { LONGEST_SHOT_PX, shootInSlices } from "./slices";
import type { Stage } from "./stage";

/** Takes the image and its thumbnail of one frame; `image_too_large` when it cannot be brought over. */
export async function shoot(stage: Stage, frame: Frame): Promise<Picture> {
  stage.doing = "taking the picture";
  const { browser, client, options } = stage;
  const width = Math.round(frame.width * options.scale_factor);
  const height = Math.round(frame.height * options.scale_factor);
  refuseTooLarge(options.image_format, width, height);

  const thumbnailScale = options.thumb_width / width;
  return whileConnected(browser, async () => ({
    width,
    height,
    image:
      Math.max(width, height) > LONGEST_SHOT_PX
        ? await captureInSlices(stage, frame)
        : await captureOnce(stage, frame),
    thumbnail: await capture(client, {
      format: "jpeg",
      quality: THUMBNAIL_QUALITY,
      clip: { ...frame, scale: thumbnailScale },
    }),
  }));
}

const THUMBNAIL_QUALITY = 80;

async function captureOnce({ client, options }: Stage, frame: Frame): Promise<Uint8Array> {
  const { image_format: format, quality } = options;
  const clip = { ...frame, scale: 1 };
  return capture(client, { format, clip, ...(format === "png" ? {} : { quality }) });
}

async function captureInSlices(stage: Stage, frame: Frame): Promise<Uint8Array> {
  const { image_format, quality } = stage.options;
  const format = { type: `image/${image_format}`, quality: quality / 100 };
  return decoded(await shootInSlices(stage, frame, format));
}

async function capture(
  client: CDPSession,
  request: { format: ImageFormat; quality?: number; clip: Frame & { scale: number } },
): Promise<Uint8Array> {
  const { data } = await client.send("Page.captureScreenshot", {
    ...request,
    captureBeyondViewport: true,
  });
  return decoded(data);
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
async function whileConnected<T>(browser: Browser, work: () => Promise<T>): Promise<T> {
  let finished = false;
  const watch = async (): Promise<never> => {
    while (!finished) {
      await within(UNANSWERED_MS, browser.version(), connectionDied);
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

function connectionDied(): CaptureFailure {
  return tooLarge("it is over about 20 MB, the most that the browser can hand over", {
    cause: new SessionLost(),
  });
}

const PING_MS = 500;
/** A browser that renders 40,000 px still answers within milliseconds; this leaves room for a busy machine. */
const UNANSWERED_MS = 3_000;
