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

/** The job for which a schedule holds its lock. */
export interface HeldJob {
  id: string;
  /** The slot it is for; null when a request started it. */
  dueAt: number | null;
  /** After this moment the alarm checks the job. */
  leaseUntil: number;
  /** How often its message was sent again. */
  resends: number;
}

/** Longer than a background capture plus the usual wait of a message. */
export const LOCK_LEASE_MS = 120_000;
const MAX_RESENDS = 5;

/** Whether a held job has ended: its row is closed, or was never inserted. */
export async function isFinished({ env, now }: Context, held: HeldJob): Promise<boolean> {
  const job = await findJob(env, held.id);
  if (job) return job.status !== "in_progress";
  return held.leaseUntil <= Math.max(now(), aloneSince(env) + LOCK_LEASE_MS);
}

/** The schedule in the database: null when there is none, undefined when the configuration was deleted. */
export async function recurrenceInForce(
  { env }: Context,
  configurationId: string,
): Promise<Recurrence | null | undefined> {
  const configuration = await findConfiguration(env, configurationId);
  return configuration && recurrenceOfRow(configuration);
}

/**
 * Inserts the job of a slot, under the id that the schedule chose, and sends its message. Another call for the same
 * slot only sends the message again. False when there is no capture: the owner was deleted, or may not have one now.
 * The job then records the refusal.
 */
export async function startSlot(
  ctx: Context,
  configurationId: string,
  held: Pick<HeldJob, "id" | "dueAt">,
): Promise<boolean> {
  const configuration = await findConfiguration(ctx.env, configurationId);
  const account = configuration && (await findAccount(ctx.env, configuration.accountId));
  // While a payment is missing, slots are skipped without a job.
  if (!configuration || !account?.billingUpToDate) return false;

  const job = newBackgroundJob({
    id: held.id,
    accountId: account.id,
    configurationId,
    format: imageFormatOf(configuration),
    dueAt: held.dueAt,
    now: ctx.now(),
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

/** Checks a held job whose lease expired: null when the lock becomes free, else the job with a new lease. */
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

/** Stores the time of the next slot, for the sweep, and counts skipped slots. */
export async function noteSlot(
  ctx: Context,
  configurationId: string,
  slot: SlotNote,
): Promise<void> {
  await recordSlot(ctx.env, configurationId, slot);
}
