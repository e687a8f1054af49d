import type { Context } from "../context";
import { AppError, CaptureFailure } from "../errors";
import { logError } from "../lib/log";
import { withTimeout } from "../lib/timeout";
import type { CaptureOptions } from "../schemas/options";
import { formatOf } from "../store/images";
import type { JobFailure } from "../store/jobs";
import { closeFailed } from "./jobs";
import { type Captured, type CaptureJob, storePicture } from "./store-picture";
import { type CaptureLimits, takePictureInBrowser } from "./take-picture";

/** Time reserved to store a picture and to record a failure: both are part of the capture's time. */
const STORE_MS = 2_000;
const CLOSE_MS = 1_000;
/** A picture may take this long to store if the page left enough time. */
const MAX_STORE_MS = 10_000;

/** Captures a job. On any error it closes the job with the reason and throws the error again. */
export async function captureOrFail(
  ctx: Context,
  job: CaptureJob,
  options: CaptureOptions,
  limits: CaptureLimits,
): Promise<Captured> {
  try {
    return await performCapture(ctx, job, options, limits);
  } catch (error) {
    const failure = jobFailureOf(error);
    // If the client has disconnected, nothing else logs the error.
    if (failure.reason === "unexpected_error")
      logError("capture_failed", error, { job_id: job.id });
    // Do not wait long for a database that hangs: the sweep then closes the job.
    await withTimeout(CLOSE_MS, closeFailed(ctx, job, failure), () => new Error("no answer")).catch(
      (unclosed: unknown) => logError("close_failed", unclosed, { job_id: job.id }),
    );
    throw error;
  }
}

/** What a job records of an error: the reason if the page is to blame, no details if the service is. */
export function jobFailureOf(error: unknown): JobFailure {
  if (error instanceof CaptureFailure) return { reason: error.reason, note: error.note };
  if (error instanceof AppError && error.code === "missing_or_invalid_url") {
    return { reason: "blocked_address", note: error.note };
  }
  return { reason: "unexpected_error", note: "The service could not take this picture." };
}

/**
 * Takes the picture of a reserved job, stores it and closes the job. Throws `CaptureFailure`, with the job still open,
 * when the page gives no picture.
 */
export async function performCapture(
  ctx: Context,
  job: CaptureJob,
  options: CaptureOptions,
  limits: CaptureLimits,
): Promise<Captured> {
  // The image key was fixed with the job: a later change of the format applies to the next job.
  const fixed = { ...options, image_format: formatOf(job.imageKey) };
  const storedBy = Date.now() + limits.timeoutMs - CLOSE_MS;
  const picture = await takePictureInBrowser(ctx, job.accountId, fixed, {
    ...limits,
    timeoutMs: limits.timeoutMs - STORE_MS - CLOSE_MS,
  });
  const storing = storePicture(ctx, job, fixed.url, picture);
  // Past the time limit `storePicture` goes on, and removes the picture if the job was closed.
  ctx.waitUntil(storing.catch(() => undefined));
  return withTimeout(Math.min(storedBy - Date.now(), MAX_STORE_MS), storing, () =>
    notStored(limits),
  );
}

/** The platform failed: the caller of a snap is told, a background job is tried again. */
function notStored({ priority }: CaptureLimits): Error {
  if (priority === "background") return new Error("the picture could not be stored in time");
  return new CaptureFailure(
    "timeout",
    "The picture was taken, but the service could not store it in time: try again.",
  );
}
