import type { Context } from "../context";
import { logError } from "../lib/log";
import { sendDeliveries } from "../queue/send";
import { findConfiguration } from "../store/configurations";
import { claimJob, findJob, unclaimJob } from "../store/jobs";
import { deliveriesOfJob } from "../store/notifications";
import type { ScreenshotRow } from "../store/tables";
import { contextOfRow } from "./addresses";
import { failureOf, performCapture } from "./capture";
import { meaningOf } from "./configurations/find";
import { closeFailed } from "./jobs";
import { scheduleOf } from "./schedule-stub";

/** A capture in the background may take this long. */
const TIMEOUT_MS = 60_000;
/** Past it a worker that took a job is lost. */
export const JOB_CLAIM_MS = TIMEOUT_MS + 30_000;

/** What becomes of a job's message: it is done with, or it is to come again. */
export type JobOutcome = "closed" | "not_ours" | "no_browser" | "platform_failed";

/** A page may end every browser that opens it: past this age its job is closed. */
const LONGEST_WAIT_MS = 2 * 3_600_000;

/** How long a job that found no browser rests: its message comes again after that. */
export const NO_BROWSER_SECONDS = 15;

/** Runs a background capture. The same job run twice, or by two workers at once, is captured once. */
export async function runJob(ctx: Context, jobId: string): Promise<JobOutcome> {
  const now = ctx.now();
  const job = await claimJob(ctx.env, jobId, { now, leaseUntil: now + JOB_CLAIM_MS });
  if (!job) await completeClosed(ctx, jobId);
  if (!job?.configurationId) return "not_ours";
  const outcome = await capture(ctx, job, job.configurationId);
  if (outcome === "closed") await scheduleOf(ctx, job.configurationId).finish(jobId);
  return outcome;
}

/** Whoever stored the picture too late for its own worker left undone what follows from it. */
async function completeClosed(ctx: Context, jobId: string): Promise<void> {
  const job = await findJob(ctx.env, jobId);
  if (job?.status !== "done" || !job.configurationId) return;
  await wakeDeliveries(ctx, jobId);
  await scheduleOf(ctx, job.configurationId).finish(jobId);
}

async function capture(
  ctx: Context,
  job: ScreenshotRow,
  configurationId: string,
): Promise<JobOutcome> {
  try {
    const configuration = await findConfiguration(ctx.env, configurationId);
    if (!configuration) return "not_ours";
    const { region } = configuration;
    await performCapture(contextOfRow(ctx, configuration), job, meaningOf(ctx, configuration), {
      priority: "background",
      timeoutMs: TIMEOUT_MS,
      region,
    });
    await wakeDeliveries(ctx, job.id);
    return "closed";
  } catch (error) {
    const failure = failureOf(error);
    const isRecent = job.createdAt > ctx.now() - LONGEST_WAIT_MS;
    if (failure.reason === "browser_unavailable" && isRecent) {
      // Copies of its message that come meanwhile find nothing to do, and end.
      await unclaimJob(ctx.env, job, ctx.now() + (NO_BROWSER_SECONDS - 1) * 1_000);
      return "no_browser";
    }
    if (failure.reason !== "unexpected_error") {
      // Whose claim ran out leaves the job, and the lock, to the worker that has it now.
      return (await closeFailed(ctx, job, failure, job)) ? "closed" : "not_ours";
    }
    await unclaimJob(ctx.env, job);
    logError("capture_failed", error, { job_id: job.id });
    return "platform_failed";
  }
}

/** Wakes the deliveries of a job's changes up; one whose message is lost is woken up by the sweep. */
async function wakeDeliveries({ env }: Context, jobId: string): Promise<void> {
  try {
    await sendDeliveries(env, await deliveriesOfJob(env, jobId));
  } catch (error) {
    logError("wake_failed", error, { job_id: jobId });
  }
}

/** Closes a job that could not be run however often it was tried. */
export async function giveUpJob(ctx: Context, jobId: string): Promise<void> {
  const job = await claimJob(ctx.env, jobId, {
    now: ctx.now(),
    leaseUntil: ctx.now() + JOB_CLAIM_MS,
  });
  if (!job) return;
  await closeFailed(ctx, job, failureOf(new Error("tried too often")));
  if (job.configurationId) await scheduleOf(ctx, job.configurationId).finish(jobId);
}
