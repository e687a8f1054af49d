import type { Context } from "../../context";
import { AppError } from "../../errors";
import { newJobId } from "../../lib/ids";
import { sendCapture } from "../../queue/send";
import { findConfiguration } from "../../store/configurations";
import { reserveJob } from "../../store/reservations";
import type { AccountRow, ConfigurationRow } from "../../store/rows";
import { bestEffort } from "../best-effort";
import { newBackgroundJob } from "../jobs";
import { refusalOf } from "../limits";
import { scheduleOf } from "../schedule-stub";
import { configurationNotFound, imageFormatOf } from "./find";

/** Starts a capture now. The schedule does not change. */
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
    id: jobId,
    accountId: account.id,
    configurationId: configuration.id,
    format: imageFormatOf(configuration),
    dueAt: null,
    now: ctx.now(),
  });
  if (!(await reserveJob(ctx.env, job))) {
    await schedule.finish(jobId);
    const exists = await findConfiguration(ctx.env, configuration.id);
    throw exists ? refusalOf(account) : configurationNotFound();
  }
  await bestEffort(sendCapture(ctx.env, jobId), jobId);
  return { jobId };
}
