import type { Context } from "../context";
import { AppError } from "../errors";
import { monthOf, newJobId } from "../lib/ids";
import type { ImageFormat } from "../schemas/options";
import { findConfiguration } from "../store/configurations";
import { newImageKey } from "../store/images";
import { findJob, type NewJob } from "../store/jobs";
import type { AccountRow, ScreenshotRow } from "../store/tables";

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
