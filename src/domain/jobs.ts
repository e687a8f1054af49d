import type { Context } from "../context";
import { AppError } from "../errors";
import { findJob } from "../store/jobs";
import type { AccountRow, ScreenshotRow } from "../store/tables";

/** A job of this account; another account's is not found, like one that does not exist. */
export async function findJobOfAccount(
  ctx: Context,
  account: AccountRow,
  jobId: string,
): Promise<ScreenshotRow> {
  const job = await findJob(ctx.env, account.id, jobId);
  if (job) return job;
  throw new AppError("screenshot_not_found", "Your account has no job with this id.");
}
