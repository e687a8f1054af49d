import { type Photograph, photograph } from "../browser/recipe";
import { withContext } from "../browser/sessions/connect";
import { withLease } from "../browser/sessions/lease";
import type { Context } from "../context";
import { AppError, CaptureFailure } from "../errors";
import { logError } from "../lib/log";
import { withTimeout } from "../lib/timeout";
import type { CaptureOptions } from "../schemas/options";
import { expectImage, forgetRemovals } from "../store/image-removals";
import { formatOf, putImage, removeImages } from "../store/images";
import { findJob, finishJob, type JobFailure } from "../store/jobs";
import type { ScreenshotRow } from "../store/tables";
import { browserPolicy } from "./addresses";
import { changesOf } from "./compare";
import { closeFailed, logJob } from "./jobs";

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

/** What a capture needs to know of its job. */
export type CaptureJob = Pick<
  ScreenshotRow,
  "id" | "accountId" | "configurationId" | "imageKey" | "attempts"
>;

/** Takes the picture of a job; whatever goes wrong, the job is closed with the reason. */
export async function captureOrFail(
  ctx: Context,
  job: CaptureJob,
  options: CaptureOptions,
  limits: CaptureLimits,
): Promise<Captured> {
  try {
    return await performCapture(ctx, job, options, limits);
  } catch (error) {
    const failure = failureOf(error);
    // The caller may have hung up: then nobody else tells of it.
    if (failure.reason === "unexpected_error")
      logError("capture_failed", error, { job_id: job.id });
    // A database that hangs keeps nobody waiting: the sweep closes the job then.
    await withTimeout(CLOSE_MS, closeFailed(ctx, job, failure), () => new Error("no answer")).catch(
      (unclosed: unknown) => logError("close_failed", unclosed, { job_id: job.id }),
    );
    throw error;
  }
}

/** What a job records of an error: a page's failure by its reason, ours without details. */
export function failureOf(error: unknown): JobFailure {
  if (error instanceof CaptureFailure) return { reason: error.reason, note: error.note };
  if (error instanceof AppError && error.code === "missing_or_invalid_url") {
    return { reason: "blocked_address", note: error.note };
  }
  return { reason: "unexpected_error", note: "The service could not take this picture." };
}

/**
 * Takes the picture of a job whose row is reserved, stores it and closes the job.
 * `CaptureFailure` when the page gives no picture; the job is then still open.
 */
export async function performCapture(
  ctx: Context,
  job: CaptureJob,
  options: CaptureOptions,
  limits: CaptureLimits,
): Promise<Captured> {
  // The name of the image was fixed with the job: a change of format counts from the next one on.
  const fixed = { ...options, image_format: formatOf(job.imageKey) };
  const storedBy = Date.now() + limits.timeoutMs - CLOSE_MS;
  const { taken, queueMs } = await takePhotograph(ctx, job.accountId, fixed, {
    ...limits,
    timeoutMs: limits.timeoutMs - STORE_MS - CLOSE_MS,
  });
  const storing = store(ctx, job, fixed, taken, queueMs);
  // What is stored too late is cleared away by whoever stored it, or else by the sweep.
  ctx.waitUntil(storing.catch(() => undefined));
  return withTimeout(Math.min(storedBy - Date.now(), LONGEST_STORE_MS), storing, () =>
    notStored(limits),
  );
}

/** A failure of the platform: the caller of a snap is told, a background job is tried again. */
function notStored({ priority }: CaptureLimits): Error {
  if (priority === "background") return new Error("the picture could not be stored in time");
  return new CaptureFailure(
    "timeout",
    "The picture was taken, but the service could not store it in time: try again.",
  );
}

async function takePhotograph(
  ctx: Context,
  accountId: string,
  options: CaptureOptions,
  limits: CaptureLimits,
): Promise<{ taken: Photograph; queueMs: number }> {
  const startedAt = Date.now();
  const endsAt = startedAt + limits.timeoutMs;
  const request = {
    accountId,
    priority: limits.priority,
    waitMs: Math.min(LONGEST_WAIT_MS, limits.timeoutMs / 2),
    endsAt,
  };
  const { BROWSER: browserBinding } = ctx.env;
  return withLease(ctx.env, limits.region, request, ({ sessionId, remoteAddress, alone }) =>
    withContext({ browserBinding, sessionId, waitUntil: ctx.waitUntil }, async (workspace) => {
      const readyAt = Date.now();
      const times = { timeoutMs: endsAt - readyAt, waitedMs: readyAt - startedAt };
      const policy = browserPolicy(ctx, remoteAddress);
      const taken = await photograph(workspace, { options, policy, alone, ...times });
      return { taken, queueMs: readyAt - startedAt };
    }),
  );
}

/** Time to store a picture, and to record a failure: parts of the whole capture's time. */
const STORE_MS = 2_000;
const CLOSE_MS = 1_000;
/** Longest time to store a picture, where the page left as much. */
const LONGEST_STORE_MS = 10_000;
/** Longer than a worker may go on with an image that it has begun to store. */
const REMOVAL_MS = 15 * 60_000;
/** Longest wait for a place on a browser. */
const LONGEST_WAIT_MS = 15_000;

async function store(
  ctx: Context,
  job: CaptureJob,
  options: CaptureOptions,
  taken: Photograph,
  queueMs: number,
): Promise<Captured> {
  const startedAt = Date.now();
  // A worker whose claim ran out must not write over the picture of the one that has the job now.
  if (!(await expectImage(ctx.env, job, startedAt + REMOVAL_MS))) throw closedMeanwhile();
  const etag = await putImage(ctx.env, job.imageKey, taken);
  const takenAt = ctx.now();
  const changes = await changesOf({ id: job.id, url: options.url }, taken.seen, takenAt);
  const outcome = {
    takenAt,
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
  };
  const missing = taken.seen.length - changes.length;
  const shot = await finishJob(ctx.env, job, outcome, { changes, missing });
  if (!shot) {
    await removeUnwanted(ctx, job);
    throw closedMeanwhile();
  }
  logJob(job, "done", outcome.timings);
  return { shot, image: taken.image };
}

function closedMeanwhile(): CaptureFailure {
  return new CaptureFailure("timeout", "The job was closed before its picture was there.");
}

/** Takes a picture away that nobody will see; another worker of the same job stores its own under the same name. */
async function removeUnwanted({ env }: Context, { id, imageKey }: CaptureJob): Promise<void> {
  const { status = "failed" } = (await findJob(env, id)) ?? {};
  if (status !== "failed") return;
  await removeImages(env, [imageKey]);
  await forgetRemovals(env, [imageKey]);
}
