import { withContext } from "../browser/connect";
import { withLease } from "../browser/lease";
import { type Photograph, photograph } from "../browser/recipe";
import type { Context } from "../context";
import { CaptureFailure } from "../errors";
import type { CaptureOptions } from "../schemas/options";
import { putImage, removeImages } from "../store/images";
import { failJob, finishJob, type NewJob } from "../store/jobs";
import type { ScreenshotRow } from "../store/tables";

/** How much time a capture has, and whether somebody waits for it. */
export interface CaptureLimits {
  priority: "interactive" | "background";
  /** The whole capture, waiting for a browser included. */
  timeoutMs: number;
  /** The continent whose browsers are used. */
  region: string;
}

/** A finished capture: its row, and the image while it is still at hand. */
export interface Captured {
  shot: ScreenshotRow;
  image: Uint8Array;
}

/**
 * Takes the picture of a job whose row is reserved, stores it and closes the job.
 * `CaptureFailure` when the page gives no picture; the job is then closed with the reason.
 */
export async function performCapture(
  ctx: Context,
  job: NewJob,
  options: CaptureOptions,
  limits: CaptureLimits,
): Promise<Captured> {
  try {
    const { taken, queueMs } = await takePhotograph(ctx, options, limits);
    return await store(ctx, job, taken, queueMs);
  } catch (error) {
    const failed = error instanceof CaptureFailure;
    await failJob(ctx.env, job.id, {
      reason: failed ? error.reason : "unexpected_error",
      note: failed ? error.note : "The service could not take this picture.",
    });
    throw error;
  }
}

async function takePhotograph(
  { env }: Context,
  options: CaptureOptions,
  limits: CaptureLimits,
): Promise<{ taken: Photograph; queueMs: number }> {
  const startedAt = Date.now();
  const endsAt = startedAt + limits.timeoutMs;
  const request = {
    priority: limits.priority,
    waitMs: Math.min(LONGEST_WAIT_MS, limits.timeoutMs / 2),
    holdMs: limits.timeoutMs + LEASE_MARGIN_MS,
  };
  return withLease(env, limits.region, request, (sessionId) =>
    withContext(env.BROWSER, sessionId, async (context, browser) => {
      const readyAt = Date.now();
      const taken = await photograph(browser, context, options, endsAt - readyAt);
      return { taken, queueMs: readyAt - startedAt };
    }),
  );
}

/** Longest wait for a place on a browser. */
const LONGEST_WAIT_MS = 15_000;
/** Time to close the context and give the lease back after the capture's own deadline. */
const LEASE_MARGIN_MS = 5_000;

async function store(
  ctx: Context,
  job: NewJob,
  taken: Photograph,
  queueMs: number,
): Promise<Captured> {
  const startedAt = Date.now();
  const etag = await putImage(ctx.env, job.imageKey, taken);
  const shot = await finishJob(ctx.env, job.id, {
    takenAt: ctx.now(),
    etag,
    bytes: taken.image.length,
    width: taken.width,
    height: taken.height,
    targetStatus: taken.targetStatus,
    finalUrl: taken.finalUrl,
    timings: {
      queue: queueMs,
      navigate: taken.navigateMs,
      capture: taken.captureMs,
      store: Date.now() - startedAt,
    },
  });
  if (!shot) {
    await removeImages(ctx.env, [job.imageKey]);
    throw new CaptureFailure("timeout", "The job was closed before its picture was there.");
  }
  return { shot, image: taken.image };
}
