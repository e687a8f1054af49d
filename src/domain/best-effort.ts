import { logError } from "../lib/log";

/** Starts part of a job's capture. If it fails, the alarm or the cron sweep does it later. */
export async function bestEffort(step: Promise<unknown>, jobId: string): Promise<void> {
  await step.catch((error: unknown) => logError("start_failed", error, { job_id: jobId }));
}
