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
import { closeFailed } from "./jobs";
import { purgePending } from "./purge";
import { recoverOnce } from "./recovery";
import { scheduleOf } from "./schedule-stub";
import { noteSlot } from "./slots";

/** An alarm is late by a minute at most, a message by the queue's length. */
const PATIENCE_MS = 10 * 60_000;

/** A job that is still open after so long is given up. */
const LONGEST_WAIT_MS = 2 * 3_600_000;
const INTERRUPTED = { reason: "timeout", note: "The capture was interrupted." } as const;

/** A delivery's own message comes within seconds of when it is due. */
const DELIVERY_PATIENCE_MS = 60_000;

/** Longer than the longest wait between two attempts. */
const SLOW_HOST_MS = 2 * 24 * 3_600_000;

/** Puts back on its way what an alarm, a queue or a worker lost; a part that fails does not hold up the others. */
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
  for (const job of await listForgottenJobs(ctx.env, ctx.now() - PATIENCE_MS)) {
    await resend(ctx, job);
  }
}

/** Once more, but not for ever: a page may end every worker that opens it. */
async function resend(ctx: Context, job: ScreenshotRow): Promise<void> {
  if (job.createdAt > ctx.now() - LONGEST_WAIT_MS) await sendCapture(ctx.env, job.id);
  else await closeFailed(ctx, job, INTERRUPTED, job);
}

async function wakeOverdueSchedules(ctx: Context): Promise<void> {
  for (const id of await listOverdue(ctx.env, ctx.now() - PATIENCE_MS)) {
    const configuration = await findConfiguration(ctx.env, id);
    const recurrence = configuration && recurrenceOfRow(configuration);
    if (!recurrence || !configuration.nextSlotAt) continue;
    const nextSlotAt = await scheduleOf(ctx, id).restore(recurrence, configuration.nextSlotAt);
    // The alarm was there, only its note was lost: else it would be looked at for ever.
    if (nextSlotAt) await noteSlot(ctx, id, { ...recurrence, nextSlotAt, skipped: 0 });
  }
}

async function wakeOverdueDeliveries({ env, now }: Context): Promise<void> {
  await forgetSlowHosts(env, now() - SLOW_HOST_MS);
  const due = { now: now(), before: now() - DELIVERY_PATIENCE_MS };
  await sendDeliveries(env, await listOverdueDeliveries(env, due));
}

/** Removes images that a worker began to store and never finished. */
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
