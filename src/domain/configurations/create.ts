import type { Context } from "../../context";
import { sendCapture } from "../../queue/send";
import { insertConfiguration } from "../../store/configurations";
import type { AccountRow, ConfigurationRow } from "../../store/rows";
import { bestEffort } from "../best-effort";
import { recurrenceOf } from "../configured-recurrence";
import { newBackgroundJob } from "../jobs";
import { refusalOf } from "../limits";
import { nextSlot, type Recurrence } from "../recurrence";
import { scheduleOf } from "../schedule-stub";
import type { GivenConfiguration } from "./find";

const NEW_CONFIGURATION = { skippedSlots: 0, missingElements: 0, deletedAt: null };

/** Stores a configuration and starts its first capture, scheduled or not. */
export async function createConfiguration(
  ctx: Context,
  account: AccountRow,
  { config, meaning }: GivenConfiguration,
  region: string,
): Promise<ConfigurationRow> {
  const now = ctx.now();
  const id = crypto.randomUUID();
  const recurrence = recurrenceOf(meaning, now);
  const job = newBackgroundJob({
    accountId: account.id,
    configurationId: id,
    format: meaning.image_format,
    dueAt: null,
    now,
  });
  const row: ConfigurationRow = {
    ...NEW_CONFIGURATION,
    id,
    accountId: account.id,
    config,
    region,
    origin: ctx.origin,
    createdAt: now,
    anchorAt: now,
    nextSlotAt: recurrence && nextSlot(recurrence, now),
    lastJobId: job.id,
  };
  if (!(await insertConfiguration(ctx.env, row, job))) throw refusalOf(account);
  await startCaptures(ctx, row, recurrence);
  return row;
}

async function startCaptures(
  ctx: Context,
  { id, lastJobId: jobId }: ConfigurationRow,
  recurrence: Recurrence | null,
): Promise<void> {
  const schedule = scheduleOf(ctx, id);
  if (recurrence) await bestEffort(schedule.arm(recurrence), jobId);
  await bestEffort(schedule.begin(jobId), jobId);
  await bestEffort(sendCapture(ctx.env, jobId), jobId);
}
