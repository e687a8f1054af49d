import type { Context } from "../context";
import { AppError } from "../errors";
import { newJobId } from "../lib/ids";
import { logError } from "../lib/log";
import { sendCapture } from "../queue/send";
import { type ConfigurationParameters, configurationParameters } from "../schemas/configuration";
import { captureOptions, type ImageFormat } from "../schemas/options";
import {
  closeConfiguration,
  findConfiguration,
  insertConfiguration,
  replaceConfiguration,
} from "../store/configurations";
import { resumeEndpoint } from "../store/deliveries";
import { listPausedEndpoints } from "../store/endpoints";
import { reserveJob } from "../store/jobs";
import type { AccountRow, ConfigurationRow } from "../store/tables";
import { contextOfRow, withPublicUrls } from "./addresses";
import { newBackgroundJob } from "./jobs";
import { refusalOf } from "./limits";
import { nextSlot } from "./recurrence";
import { recurrenceOf, recurrenceOfRow, scheduleOf } from "./schedule";

/** A configuration as it was given, and what its values mean. */
export interface GivenConfiguration {
  config: Record<string, unknown>;
  meaning: ConfigurationParameters;
}

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
    ...{ accountId: account.id, configurationId: id, format: meaning.image_format },
    ...{ dueAt: null, now },
  });
  const row: ConfigurationRow = {
    ...{ id, accountId: account.id, config, region, origin: ctx.origin },
    ...{ createdAt: now, anchorAt: now, nextSlotAt: recurrence && nextSlot(recurrence, now) },
    ...{ lastJobId: job.id, skippedSlots: 0, missingElements: 0, deletedAt: null },
  };
  if (!(await insertConfiguration(ctx.env, row, job))) throw refusalOf(account);

  const schedule = scheduleOf(ctx, id);
  if (recurrence) await bestEffort(schedule.arm(recurrence), job.id);
  await bestEffort(schedule.begin(job.id), job.id);
  await bestEffort(sendCapture(ctx.env, job.id), job.id);
  return row;
}

/** What is written is answered for: where the platform fails after that, the alarm or the sweep makes up for it. */
async function bestEffort(step: Promise<unknown>, jobId: string): Promise<void> {
  await step.catch((error: unknown) => logError("start_failed", error, { job_id: jobId }));
}

/** A configuration of this account; another account's is not found, like one that does not exist. */
export async function requireConfiguration(
  ctx: Context,
  account: AccountRow,
  id: string,
): Promise<ConfigurationRow> {
  const found = await findConfiguration(ctx.env, id);
  if (found?.accountId === account.id) return found;
  throw notFound();
}

/** Changes a configuration by what `change` makes of it; a changed schedule begins anew from now. */
export async function updateConfiguration(
  ctx: Context,
  account: AccountRow,
  id: string,
  change: (read: ConfigurationRow) => GivenConfiguration,
): Promise<ConfigurationRow> {
  // Read, change, replace unless somebody else did meanwhile: then all of it again.
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const read = await requireConfiguration(ctx, account, id);
    const { config, meaning } = change(read);
    const schedule = rescheduled(ctx, read, meaning);
    const updated = await replaceConfiguration(ctx.env, read, { config, ...schedule?.columns });
    if (!updated) continue;
    if (schedule) await scheduleOf(ctx, id).arm(schedule.recurrence);
    await resumeReceivers(ctx, read, { config, meaning });
    return updated;
  }
  throw new Error("A configuration was changed again and again by others");
}

const MOST_ATTEMPTS = 10;

/** Whoever changes the actions looked at their receivers: paused ones that they still name are called again. */
async function resumeReceivers(
  ctx: Context,
  read: ConfigurationRow,
  { config, meaning }: GivenConfiguration,
): Promise<void> {
  const actionsOf = (map: Record<string, unknown>) => JSON.stringify(map["multi_step_actions"]);
  if (actionsOf(config) === actionsOf(read.config)) return;
  const named = (meaning.multi_step_actions ?? []).map((action) => "url" in action && action.url);
  for (const { url } of await listPausedEndpoints(ctx.env, read.id)) {
    if (named.includes(url)) await resumeEndpoint(ctx.env, read.id, url, ctx.now());
  }
}

/** The schedule that a change makes, from now on; null when it leaves the old one and its slots as they are. */
function rescheduled(ctx: Context, read: ConfigurationRow, meaning: ConfigurationParameters) {
  const now = ctx.now();
  const old = recurrenceOfRow(read);
  const recurrence = recurrenceOf(meaning, now);
  if (old?.every === recurrence?.every && old?.interval === recurrence?.interval) return null;
  const anchorAt = recurrence?.anchorAt ?? read.anchorAt;
  const nextSlotAt = recurrence && nextSlot(recurrence, now);
  return { recurrence, columns: { anchorAt, nextSlotAt } };
}

/** Starts the next capture now; the schedule goes on as it was. */
export async function captureNow(
  ctx: Context,
  account: AccountRow,
  configuration: ConfigurationRow,
): Promise<{ jobId: string }> {
  const jobId = newJobId();
  const schedule = scheduleOf(ctx, configuration.id);
  if (!(await schedule.begin(jobId))) {
    throw new AppError(
      "screenshot_already_in_progress",
      "A screenshot of this configuration is being captured; ask again when its job is done.",
    );
  }
  const job = newBackgroundJob({
    ...{ id: jobId, dueAt: null, now: ctx.now(), format: imageFormatOf(configuration) },
    ...{ accountId: account.id, configurationId: configuration.id },
  });
  if (!(await reserveJob(ctx.env, job))) {
    await schedule.finish(jobId);
    throw (await findConfiguration(ctx.env, configuration.id)) ? refusalOf(account) : notFound();
  }
  await bestEffort(sendCapture(ctx.env, jobId), jobId);
  return { jobId };
}

/** Ends a configuration at once: no more captures, no more answers. Its data is erased afterwards. */
export async function closeAndStop(ctx: Context, configuration: ConfigurationRow): Promise<void> {
  const { id } = configuration;
  const closing = { now: ctx.now(), purgeTag: `c-${id}` };
  if (!(await closeConfiguration(ctx.env, id, closing))) throw notFound();
  // The erasure stops it again.
  await scheduleOf(ctx, id)
    .stop()
    .catch((error: unknown) => logError("stop_failed", error, { configuration_id: id }));
}

/** The format in which a configuration is captured. */
export function imageFormatOf({ config }: ConfigurationRow): ImageFormat {
  return captureOptions.shape.image_format.parse(config["image_format"]);
}

/** What the values of a stored configuration mean; its addresses are looked at again. */
export function meaningOf(ctx: Context, row: ConfigurationRow): ConfigurationParameters {
  const meaning = configurationParameters.parse(row.config);
  return withPublicUrls(contextOfRow(ctx, row), meaning);
}

function notFound(): AppError {
  return new AppError(
    "screenshot_configuration_not_found",
    "Your account has no screenshot configuration with this id.",
  );
}
