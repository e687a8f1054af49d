import type { Context } from "../context";
import { AppError } from "../errors";
import { monthOf, newJobId } from "../lib/ids";
import { log } from "../lib/log";
import type { ImageFormat } from "../schemas/options";
import { findConfiguration } from "../store/configurations";
import { newImageKey } from "../store/images";
import { failJob, findJob, type JobFailure, type NewJob } from "../store/jobs";
import type { AccountRow, ScreenshotRow, Timings } from "../store/tables";

/** A job of this account; another account's is not found, like one that does not exist. */
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
    ...{ accountId, configurationId, dueAt },
    ...{ snapKey: null, publicUrlHash: null },
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

/** One line per job: how it ended and how long it took, nothing of what the page was. */
export function logJob(job: LoggedJob, outcome: string, timings?: Timings): void {
  const { id, accountId, configurationId } = job;
  log("job", {
    ...{ job_id: id, account: accountId, configuration_id: configurationId },
    ...{ outcome, ...timings },
  });
}
