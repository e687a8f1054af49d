import type { Context } from "../context";
import { AppError } from "../errors";
import { monthOf, newJobId } from "../lib/ids";
import { log } from "../lib/log";
import type { ImageFormat } from "../schemas/options";
import { findConfiguration } from "../store/configurations";
import { newImageKey } from "../store/images";
import { failJob, findJob, type JobFailure } from "../store/jobs";
import type { NewJob } from "../store/reservations";
import type { AccountRow, ScreenshotRow } from "../store/rows";

/** An older job is closed instead of tried again: its page may end every browser or worker that opens it. */
export const MAX_JOB_AGE_MS = 2 * 3_600_000;

/** A job of this account. Another account's counts as not found. */
export async function requireJob(
  ctx: Context,
  account: AccountRow,
  jobId: string,
): Promise<ScreenshotRow> {
  const job = await findJob(ctx.env, jobId);
  if (job?.accountId === account.id && (await isOfLiveConfiguration(ctx, job))) return job;
  throw new AppError("screenshot_not_found", "Your account has no job with this id.");
}

async function isOfLiveConfiguration({ env }: Context, job: ScreenshotRow): Promise<boolean> {
  return !job.configurationId || (await findConfiguration(env, job.configurationId)) !== undefined;
}

/** A job for a configuration's capture, waiting in the queue. */
export function newBackgroundJob(job: {
  id?: string;
  accountId: string;
  configurationId: string;
  format: ImageFormat;
  dueAt: number | null;
  now: number;
}): NewJob {
  const { accountId, configurationId, dueAt, now } = job;
  return {
    id: job.id ?? newJobId(),
    accountId,
    configurationId,
    dueAt,
    snapKey: null,
    publicUrlHash: null,
    createdAt: now,
    leaseUntil: null,
    usageMonth: monthOf(now),
    imageKey: newImageKey(configurationId, job.format, now),
  };
}

type LoggedJob = Pick<ScreenshotRow, "id" | "accountId" | "configurationId">;

/** Closes a job without a picture, as `failJob` does, and logs it; false when it was closed already. */
export async function closeFailed(
  { env }: Context,
  job: LoggedJob,
  failure: JobFailure,
  claim?: Pick<ScreenshotRow, "attempts">,
): Promise<boolean> {
  const isClosed = await failJob(env, job.id, failure, claim);
  if (isClosed) logJob(job, failure.reason);
  return isClosed;
}

/** Logs one line per job: how it ended and how long it took, and nothing about the page. */
export function logJob(job: LoggedJob, outcome: string, timings?: ScreenshotRow["timings"]): void {
  log("job", {
    job_id: job.id,
    account: job.accountId,
    configuration_id: job.configurationId,
    outcome,
    ...timings,
  });
}
