import type { CapturedPage } from "../browser/recipe";
import type { Context } from "../context";
import { CaptureFailure } from "../errors";
import { expectImage, forgetRemovals } from "../store/image-removals";
import { putImage, removeImages } from "../store/images";
import { findJob, finishJob } from "../store/jobs";
import type { ScreenshotRow } from "../store/rows";
import { seenChangesOf } from "./compare";
import { logJob } from "./jobs";

/** A finished capture: its row, and the image while it is still in memory. */
export interface Captured {
  shot: ScreenshotRow;
  image: Uint8Array;
}

/** What a capture needs to know of its job. */
export type CaptureJob = Pick<
  ScreenshotRow,
  "id" | "accountId" | "configurationId" | "imageKey" | "attempts"
>;

/** Longer than a worker can take to store an image. After this time the sweep removes an image without a screenshot. */
const REMOVAL_MS = 15 * 60_000;

/** Stores the picture of a job, compares what its `change` actions saw, and closes the job. */
export async function storePicture(
  ctx: Context,
  job: CaptureJob,
  url: string,
  { taken, queueMs }: { taken: CapturedPage; queueMs: number },
): Promise<Captured> {
  const startedAt = Date.now();
  // A worker whose claim expired must not overwrite the picture of the worker that has the job now.
  if (!(await expectImage(ctx.env, job, startedAt + REMOVAL_MS))) throw closedMeanwhile();
  const etag = await putImage(ctx.env, job.imageKey, taken);
  const takenAt = ctx.now();
  const changes = seenChangesOf({ id: job.id, url }, taken.seen, takenAt);
  const outcome = {
    ...pageResultOf(taken),
    takenAt,
    etag,
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
    await removeUnused(ctx, job);
    throw closedMeanwhile();
  }
  logJob(job, "done", outcome.timings);
  return { shot, image: taken.image };
}

function pageResultOf({ image, width, height, targetStatus, finalUrl }: CapturedPage) {
  return { bytes: image.length, width, height, targetStatus, finalUrl };
}

function closedMeanwhile(): CaptureFailure {
  return new CaptureFailure("timeout", "The job was closed before its picture was there.");
}

/** Removes the picture of a failed job. If another worker has the job, it stores its own under the same key. */
async function removeUnused({ env }: Context, { id, imageKey }: CaptureJob): Promise<void> {
  const { status = "failed" } = (await findJob(env, id)) ?? {};
  if (status !== "failed") return;
  await removeImages(env, [imageKey]);
  await forgetRemovals(env, [imageKey]);
}
