import type { Context } from "../context";
import { logError } from "../lib/log";
import { findConfiguration } from "../store/configurations";
import { claimJob, failJob, unclaimJob } from "../store/jobs";
import { deliveriesOfJob } from "../store/notifications";
import type { ConfigurationRow, ScreenshotRow } from "../store/tables";
import { contextOfRow } from "./addresses";
import { failureOf, logJob, performCapture } from "./capture";
import { meaningOf } from "./configs";
import { scheduleOf } from "./schedule";

/** A capture in the background may take this long. */
const TIMEOUT_MS = 60_000;
/** Past it a worker that took a job is lost. */
const CLAIM_MS = TIMEOUT_MS + 30_000;

/** What becomes of a job's message: it is done with, or it is to come again. */
export type JobOutcome = "closed" | "not_ours" | "no_browser" | "platform_failed";

/** Runs a background capture. The same job run twice, or by two workers at once, is captured once. */
export async function runJob(ctx: Context, jobId: string): Promise<JobOutcome> {
  const now = ctx.now();
  const job = await claimJob(ctx.env, jobId, { now, leaseUntil: now + CLAIM_MS });
  if (!job?.configurationId) return "not_ours";
  const configuration = await findConfiguration(ctx.env, job.configurationId);
  if (!configuration) return "not_ours";

  const outcome = await capture(ctx, job, configuration);
  if (outcome === "closed") await scheduleOf(ctx, configuration.id).finish(jobId);
  return outcome;
}

async function capture(
  ctx: Context,
  job: ScreenshotRow,
  configuration: ConfigurationRow,
): Promise<JobOutcome> {
  const { region } = configuration;
  const limits = { priority: "background", timeoutMs: TIMEOUT_MS, region } as const;
  try {
    await performCapture(
      contextOfRow(ctx, configuration),
      job,
      meaningOf(ctx, configuration),
      limits,
    );
    await wakeDeliveries(ctx, job.id);
    return "closed";
  } catch (error) {
    const failure = failureOf(error);
    if (failure.reason !== "unexpected_error" && failure.reason !== "browser_unavailable") {
      logJob(job, failure.reason);
      // Whose claim ran out leaves the job, and the lock, to the worker that has it now.
      return (await failJob(ctx.env, job.id, failure, job)) ? "closed" : "not_ours";
    }
    await unclaimJob(ctx.env, job);
    if (failure.reason === "browser_unavailable") return "no_browser";
    logError("capture_failed", error, { job_id: job.id });
    return "platform_failed";
  }
}

/** Wakes the deliveries of a job's changes up; one whose message is lost is woken up by the sweep. */
async function wakeDeliveries({ env }: Context, jobId: string): Promise<void> {
  try {
    const due = await deliveriesOfJob(env, jobId);
    if (due.length === 0) return;
    await env.WEBHOOKS.sendBatch(due.map((deliveryId) => ({ body: { deliveryId } })));
  } catch (error) {
    logError("wake_failed", error, { job_id: jobId });
  }
}

/** Closes a job that could not be run however often it was tried. */
export async function giveUpJob(ctx: Context, jobId: string): Promise<void> {
  const job = await claimJob(ctx.env, jobId, { now: ctx.now(), leaseUntil: ctx.now() + CLAIM_MS });
  if (!job) return;
  await failJob(ctx.env, jobId, failureOf(new Error("tried too often")));
  if (job.configurationId) await scheduleOf(ctx, job.configurationId).finish(jobId);
}
