import type { Context } from "../context";
import { logError } from "../lib/log";
import { findConfiguration, listOverdue } from "../store/configurations";
import { listOverdueDeliveries } from "../store/deliveries";
import { failJob, listForgottenJobs, listLostJobs } from "../store/jobs";
import { resumeErasures } from "./erasure";
import { purgePending } from "./purge";
import { recurrenceOfRow, scheduleOf } from "./schedule";
import { noteSlot } from "./slots";

/** An alarm is late by a minute at most, a message by the queue's length. */
const PATIENCE_MS = 10 * 60_000;

/** A delivery's own message comes within seconds of when it is due. */
const DELIVERY_PATIENCE_MS = 60_000;

/** Puts back on its way what an alarm, a queue or a worker lost; a part that fails does not hold up the others. */
export async function sweep(ctx: Context): Promise<void> {
  for (const part of [
    closeLostSnaps,
    resendForgottenJobs,
    wakeOverdueSchedules,
    wakeOverdueDeliveries,
    resumeErasures,
    purgePending,
  ]) {
    await part(ctx).catch((error: unknown) => logError("sweep_failed", error));
  }
}

async function closeLostSnaps({ env, now }: Context): Promise<void> {
  for (const job of await listLostJobs(env, now())) {
    const note = "The capture was interrupted.";
    if (!job.configurationId) await failJob(env, job.id, { reason: "timeout", note });
    // A configuration's job goes to another worker.
    else await env.CAPTURES.send({ jobId: job.id });
  }
}

async function resendForgottenJobs({ env, now }: Context): Promise<void> {
  for (const jobId of await listForgottenJobs(env, now() - PATIENCE_MS)) {
    await env.CAPTURES.send({ jobId });
  }
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
  const overdue = await listOverdueDeliveries(env, now() - DELIVERY_PATIENCE_MS);
  if (overdue.length === 0) return;
  await env.WEBHOOKS.sendBatch(overdue.map((deliveryId) => ({ body: { deliveryId } })));
}
