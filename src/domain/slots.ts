import type { Context } from "../context";
import { aloneSince } from "../lib/started";
import { sendCapture } from "../queue/send";
import { findAccount } from "../store/accounts";
import { findConfiguration, recordSlot, type SlotNote } from "../store/configurations";
import { findJob } from "../store/jobs";
import { insertFailedJob, reserveJob } from "../store/reservations";
import { imageFormatOf } from "./configurations/find";
import { recurrenceOfRow } from "./configured-recurrence";
import { closeFailed, logJob, newBackgroundJob } from "./jobs";
import { refusalOf } from "./limits";
import type { Recurrence } from "./recurrence";

/** A job that a schedule holds its lock for. */
export interface HeldJob {
  id: string;
  /** The slot it is for; null when it was asked for. */
  dueAt: number | null;
  /** Past this moment somebody must look what became of it. */
  leaseUntil: number;
  /** How often its message was sent again. */
  resends: number;
}

/** Longer than a capture in the background, and than a message usually waits. */
export const LOCK_LEASE_MS = 120_000;
const MAX_RESENDS = 5;

/** Whether nothing of a held job can come any more: its row is final, or it never got one. */
export async function isFinished({ env, now }: Context, held: HeldJob): Promise<boolean> {
  const job = await findJob(env, held.id);
  if (job) return job.status !== "in_progress";
  return held.leaseUntil <= Math.max(now(), aloneSince(env) + LOCK_LEASE_MS);
}

/** The schedule as the database has it: null when there is none, undefined when its configuration is gone. */
export async function recurrenceInForce(
  { env }: Context,
  configurationId: string,
): Promise<Recurrence | null | undefined> {
  const configuration = await findConfiguration(env, configurationId);
  return configuration && recurrenceOfRow(configuration);
}

/**
 * Writes and sends the job of a slot, under the id that the schedule chose. Called again for the same slot it
 * changes nothing but sends the message once more. False when the slot gives no capture: its owner is gone, or may
 * not have one now, which is then recorded on the job.
 */
export async function startSlot(
  ctx: Context,
  configurationId: string,
  held: Pick<HeldJob, "id" | "dueAt">,
): Promise<boolean> {
  const configuration = await findConfiguration(ctx.env, configurationId);
  const account = configuration && (await findAccount(ctx.env, configuration.accountId));
  // While a payment is missing the schedule pauses: it leaves no jobs behind.
  if (!configuration || !account?.billingUpToDate) return false;

  const job = newBackgroundJob({
    ...{ id: held.id, dueAt: held.dueAt, now: ctx.now() },
    ...{ accountId: account.id, configurationId, format: imageFormatOf(configuration) },
  });
  await reserveJob(ctx.env, job);
  const written = await findJob(ctx.env, job.id);
  if (!written) {
    const { code, note } = refusalOf(account);
    await insertFailedJob(ctx.env, job, { reason: code as "usage_limit_exceeded", note });
    logJob(job, code);
  }
  if (written?.status !== "in_progress") return false;
  await sendCapture(ctx.env, job.id);
  return true;
}

/** What becomes of a held job whose lease ran out: null when the lock is free, else its new lease. */
export async function repairJob(
  ctx: Context,
  configurationId: string,
  held: HeldJob,
): Promise<HeldJob | null> {
  const now = ctx.now();
  const job = await findJob(ctx.env, held.id);
  if (job && job.status !== "in_progress") return null;
  if (job?.leaseUntil && job.leaseUntil > now) return { ...held, leaseUntil: job.leaseUntil + 1 };

  if (held.resends >= MAX_RESENDS) {
    const note = "The capture was interrupted again and again.";
    if (job) await closeFailed(ctx, job, { reason: "timeout", note });
    return null;
  }
  if (job) await sendCapture(ctx.env, held.id);
  else if (held.dueAt === null || !(await startSlot(ctx, configurationId, held))) return null;
  return {
    ...held,
    leaseUntil: now + LOCK_LEASE_MS * 2 ** held.resends,
    resends: held.resends + 1,
  };
}

/** Tells the database when the next slot comes, for the sweep, and how many were skipped. */
export async function noteSlot(
  ctx: Context,
  configurationId: string,
  slot: SlotNote,
): Promise<void> {
  await recordSlot(ctx.env, configurationId, slot);
}
