import type { Context } from "../context";
import { findConfiguration, listOverdue } from "../store/configurations";
import { failJob, listForgottenJobs, listLostJobs } from "../store/jobs";
import { resumeErasures } from "./erasure";
import { recurrenceOfRow, scheduleOf } from "./schedule";

/** An alarm is late by a minute at most, a message by the queue's length. */
const PATIENCE_MS = 10 * 60_000;

/** Puts back on its way what an alarm, a queue or a worker lost. */
export async function sweep(ctx: Context): Promise<void> {
  await closeLostSnaps(ctx);
  await resendForgottenJobs(ctx);
  await wakeOverdueSchedules(ctx);
  await resumeErasures(ctx);
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
    await scheduleOf(ctx, id).restore(recurrence, configuration.nextSlotAt);
  }
}
