import { eq, sql } from "drizzle-orm";
import type { Env } from "../env";
import type { FailureReason } from "../errors";
import { database, transaction } from "./db";
import { type ScreenshotRow, screenshots } from "./tables";

/** What a job is made of before anything of it happened. */
export type NewJob = Pick<
  ScreenshotRow,
  | "id"
  | "accountId"
  | "configurationId"
  | "snapKey"
  | "createdAt"
  | "leaseUntil"
  | "usageMonth"
  | "imageKey"
>;

/**
 * Reserves one of the account's allotment and writes the job's row, both or neither.
 * False when nothing is left of this month's allotment.
 */
export async function reserveJob(env: Env, job: NewJob): Promise<boolean> {
  const used = sql`coalesce((SELECT used FROM usage
    WHERE account_id = ${job.accountId} AND month = ${job.usageMonth}), 0)`;
  const [inserted] = await transaction(env, [
    sql`INSERT INTO screenshots
      (id, account_id, configuration_id, snap_key, status, created_at, lease_until, usage_month, image_key)
      SELECT ${job.id}, id, ${job.configurationId}, ${job.snapKey}, 'in_progress', ${job.createdAt},
        ${job.leaseUntil}, ${job.usageMonth}, ${job.imageKey}
      FROM accounts
      WHERE id = ${job.accountId} AND deleted_at IS NULL AND ${used} < monthly_screenshots`,
    sql`INSERT INTO usage (account_id, month, used)
      SELECT ${job.accountId}, ${job.usageMonth}, 1 WHERE changes() = 1
      ON CONFLICT (account_id, month) DO UPDATE SET used = used + 1`,
  ]);
  return inserted?.meta.changes === 1;
}

/** What is known once the picture is stored. */
export type Outcome = Required<
  Pick<
    ScreenshotRow,
    "takenAt" | "etag" | "bytes" | "width" | "height" | "targetStatus" | "finalUrl" | "timings"
  >
>;

/** Closes a job with its picture; undefined when it was closed or erased meanwhile. */
export async function finishJob(
  env: Env,
  id: string,
  outcome: Outcome,
): Promise<ScreenshotRow | undefined> {
  const [done] = await database(env)
    .update(screenshots)
    .set({ status: "done", ...outcome })
    .where(inProgress(id))
    .returning();
  return done;
}

/** Closes a job without a picture and gives its reservation back; a job already closed stays as it is. */
export async function failJob(
  env: Env,
  id: string,
  failure: { reason: FailureReason | "unexpected_error"; note: string },
): Promise<void> {
  await transaction(env, [
    sql`UPDATE usage SET used = used - 1 WHERE (account_id, month) IN
      (SELECT account_id, usage_month FROM screenshots WHERE id = ${id} AND status = 'in_progress')`,
    sql`UPDATE screenshots
      SET status = 'failed', failure_reason = ${failure.reason}, failure_note = ${failure.note}
      WHERE id = ${id} AND status = 'in_progress'`,
  ]);
}

/** Jobs whose worker is gone: in progress past their lease. */
export async function listLostJobs(env: Env, now: number): Promise<string[]> {
  const rows = await database(env)
    .select({ id: screenshots.id })
    .from(screenshots)
    .where(sql`status = 'in_progress' AND lease_until < ${now}`)
    .limit(100);
  return rows.map((row) => row.id);
}

/** A job of this account, whatever its state. */
export async function findJob(
  env: Env,
  accountId: string,
  id: string,
): Promise<ScreenshotRow | undefined> {
  const job = await database(env).select().from(screenshots).where(eq(screenshots.id, id)).get();
  return job?.accountId === accountId ? job : undefined;
}

function inProgress(id: string) {
  return sql`${screenshots.id} = ${id} AND ${screenshots.status} = 'in_progress'`;
}
