import type { Context } from "../context";
import { logError } from "../lib/log";
import { sendDeliveries } from "../queue/send";
import { findConfiguration } from "../store/configurations";
import { claimJob, findJob, unclaimJob } from "../store/jobs";
import { deliveriesOfJob } from "../store/notifications";
import type { ScreenshotRow } from "../store/rows";
import { contextOfRow } from "./addresses";
import { jobFailureOf, performCapture } from "./capture";
import { meaningOf } from "./configurations/find";
import { closeFailed, MAX_JOB_AGE_MS } from "./jobs";
import { scheduleOf } from "./schedule-stub";

const BACKGROUND_TIMEOUT_MS = 60_000;
/** A worker that holds a claim past this time is lost. */
export const JOB_CLAIM_MS = BACKGROUND_TIMEOUT_MS + 30_000;

/** What happens to a job's message: acknowledged (the first two), or sent again. */
type JobOutcome = "closed" | "not_ours" | "no_browser" | "platform_failed";

/** How long a job that found no browser waits before its message is sent again. */
export const NO_BROWSER_SECONDS = 15;

/** Runs a background capture. A job that is run twice, or by two workers at once, is captured once. */
export async function runJob(ctx: Context, jobId: string): Promise<JobOutcome> {
  const now = ctx.now();
  const job = await claimJob(ctx.env, jobId, { now, leaseUntil: now + JOB_CLAIM_MS });
  if (!job) await completeClosed(ctx, jobId);
  if (!job?.configurationId) return "not_ours";
  const outcome = await captureJob(ctx, job, job.configurationId);
  if (outcome === "closed") await scheduleOf(ctx, job.configurationId).finish(jobId);
  return outcome;
}

/** Does what follows from a finished job, in case the worker that stored its picture ran out of time before that. */
async function completeClosed(ctx: Context, jobId: string): Promise<void> {
  const job = await findJob(ctx.env, jobId);
  if (job?.status !== "done" || !job.configurationId) return;
  await wakeDeliveries(ctx, jobId);
  await scheduleOf(ctx, job.configurationId).finish(jobId);
}

async function captureJob(
  ctx: Context,
  job: ScreenshotRow,
  configurationId: string,
): Promise<JobOutcome> {
  try {
    const configuration = await findConfiguration(ctx.env, configurationId);
    if (!configuration) return "not_ours";
    await performCapture(contextOfRow(ctx, configuration), job, meaningOf(ctx, configuration), {
      priority: "background",
      timeoutMs: BACKGROUND_TIMEOUT_MS,
      region: configuration.region,
    });
    await wakeDeliveries(ctx, job.id);
    return "closed";
  } catch (error) {
    return afterError(ctx, job, error);
  }
}

async function afterError(ctx: Context, job: ScreenshotRow, error: unknown): Promise<JobOutcome> {
  const failure = jobFailureOf(error);
  const isRecent = job.createdAt > ctx.now() - MAX_JOB_AGE_MS;
  if (failure.reason === "browser_unavailable" && isRecent) {
    // Until shortly before the new message arrives, other copies of the old one cannot claim the job.
    await unclaimJob(ctx.env, job, ctx.now() + (NO_BROWSER_SECONDS - 1) * 1_000);
    return "no_browser";
  }
  if (failure.reason !== "unexpected_error") {
    // A worker whose claim expired leaves the job and the lock to the worker that has the job now.
    return (await closeFailed(ctx, job, failure, job)) ? "closed" : "not_ours";
  }
  await unclaimJob(ctx.env, job);
  logError("capture_failed", error, { job_id: job.id });
  return "platform_failed";
}

/** Sends the deliveries of a job's changes. Best effort: the cron sweep sends those whose message is lost. */
async function wakeDeliveries({ env }: Context, jobId: string): Promise<void> {
  try {
    await sendDeliveries(env, await deliveriesOfJob(env, jobId));
  } catch (error) {
    logError("wake_failed", error, { job_id: jobId });
  }
}

/** Closes a job that failed on every attempt to run it. */
export async function giveUpJob(ctx: Context, jobId: string): Promise<void> {
  const now = ctx.now();
  const job = await claimJob(ctx.env, jobId, { now, leaseUntil: now + JOB_CLAIM_MS });
  if (!job) return;
  await closeFailed(ctx, job, jobFailureOf(new Error("tried too often")));
  if (job.configurationId) await scheduleOf(ctx, job.configurationId).finish(jobId);
}
