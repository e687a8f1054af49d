import type { Context } from "../context";
import { logError } from "../lib/log";
import { sendCapture, sendDeliveries } from "../queue/send";
import { findConfiguration, listOverdue } from "../store/configurations";
import { forgetSlowHosts, listOverdueDeliveries } from "../store/deliveries";
import { dueRemovals, forgetRemovals } from "../store/image-removals";
import { removeImages } from "../store/images";
import { listForgottenJobs, listLostJobs } from "../store/jobs";
import type { ScreenshotRow } from "../store/rows";
import { recurrenceOfRow } from "./configured-recurrence";
import { resumeErasures } from "./erasure";
import { closeFailed, MAX_JOB_AGE_MS } from "./jobs";
import { purgePending } from "./purge";
import { recoverOnce } from "./recovery";
import { scheduleOf } from "./schedule-stub";
import { noteSlot } from "./slots";

/** An alarm is at most a minute late, a message as late as the queue is long. */
const LATE_AFTER_MS = 10 * 60_000;

const INTERRUPTED = { reason: "timeout", note: "The capture was interrupted." } as const;

/** The message of a delivery arrives within seconds of its due time. */
const DELIVERY_LATE_AFTER_MS = 60_000;

/** Longer than the longest wait between two attempts. */
const FORGET_HOST_AFTER_MS = 2 * 24 * 3_600_000;

/** Restarts whatever an alarm, a queue or a worker lost. A part that fails does not stop the others. */
export async function sweep(ctx: Context): Promise<void> {
  for (const part of [
    recoverOnce,
    purgePending,
    recoverExpiredJobs,
    resendForgottenJobs,
    wakeOverdueSchedules,
    wakeOverdueDeliveries,
    removeUnusedImages,
    resumeErasures,
  ]) {
    await part(ctx).catch((error: unknown) => logError("sweep_failed", error));
  }
}

async function recoverExpiredJobs(ctx: Context): Promise<void> {
  for (const job of await listLostJobs(ctx.env, ctx.now())) {
    // A configuration's job goes to another worker.
    if (job.configurationId) await resend(ctx, job);
    else await closeFailed(ctx, job, INTERRUPTED, job);
  }
}

async function resendForgottenJobs(ctx: Context): Promise<void> {
  for (const job of await listForgottenJobs(ctx.env, ctx.now() - LATE_AFTER_MS)) {
    await resend(ctx, job);
  }
}

/** Sends a job again unless it is too old. */
async function resend(ctx: Context, job: ScreenshotRow): Promise<void> {
  if (job.createdAt > ctx.now() - MAX_JOB_AGE_MS) await sendCapture(ctx.env, job.id);
  else await closeFailed(ctx, job, INTERRUPTED, job);
}

async function wakeOverdueSchedules(ctx: Context): Promise<void> {
  for (const id of await listOverdue(ctx.env, ctx.now() - LATE_AFTER_MS)) {
    const configuration = await findConfiguration(ctx.env, id);
    const recurrence = configuration && recurrenceOfRow(configuration);
    if (!recurrence || !configuration.nextSlotAt) continue;
    const nextSlotAt = await scheduleOf(ctx, id).restore(recurrence, configuration.nextSlotAt);
    // If only the stored time was lost, the schedule would be overdue forever without this.
    if (nextSlotAt) await noteSlot(ctx, id, { ...recurrence, nextSlotAt, skipped: 0 });
  }
}

async function wakeOverdueDeliveries({ env, now }: Context): Promise<void> {
  await forgetSlowHosts(env, now() - FORGET_HOST_AFTER_MS);
  const due = { now: now(), before: now() - DELIVERY_LATE_AFTER_MS };
  await sendDeliveries(env, await listOverdueDeliveries(env, due));
}

/** Removes images whose worker never finished the job. */
async function removeUnusedImages({ env, now }: Context): Promise<void> {
  const due = await dueRemovals(env, now());
  if (due.length === 0) return;
  const unused = due.filter(({ isUsed }) => !isUsed).map(({ imageKey }) => imageKey);
  if (unused.length > 0) await removeImages(env, unused);
  await forgetRemovals(
    env,
    due.map(({ imageKey }) => imageKey),
  );
}
