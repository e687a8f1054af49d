import { type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import { transaction } from "./db";
import type { JobFailure } from "./jobs";
import type { ScreenshotRow } from "./rows";
import { isBelowPublicCap } from "./usage";

/** The columns of a job that are known before its capture. */
export type NewJob = Pick<
  ScreenshotRow,
  | "id"
  | "accountId"
  | "configurationId"
  | "snapKey"
  | "publicUrlHash"
  | "createdAt"
  | "dueAt"
  | "leaseUntil"
  | "usageMonth"
  | "imageKey"
>;

/**
 * Reserves one capture of the account's allotment and inserts the job's row, in one transaction. False when the
 * allotment of this month is used up, a payment is missing, the slot has a job already, or the owner was deleted. The
 * statements of `before` run first in the same transaction.
 */
export async function reserveJob(env: Env, job: NewJob, before: SQL[] = []): Promise<boolean> {
  const results = await transaction(env, [...before, ...reservationOf(job)]);
  return results[before.length]?.meta.changes === 1;
}

function reservationOf(job: NewJob): SQL[] {
  return [
    sql`INSERT INTO screenshots (id, account_id, configuration_id, snap_key, public_url_hash, status,
        created_at, due_at, lease_until, usage_month, image_key)
      SELECT ${job.id}, id, ${job.configurationId}, ${job.snapKey}, ${job.publicUrlHash}, 'in_progress',
        ${job.createdAt}, ${job.dueAt}, ${job.leaseUntil}, ${job.usageMonth}, ${job.imageKey}
      FROM accounts
      WHERE ${hasAllotment(job)} AND ${hasLiveConfiguration(job)}
        AND ${isBelowPublicCap(job)}
      ON CONFLICT (configuration_id, due_at) DO NOTHING`,
    sql`INSERT INTO usage (account_id, month, used)
      SELECT ${job.accountId}, ${job.usageMonth}, 1 WHERE changes() = 1
      ON CONFLICT (account_id, month) DO UPDATE SET used = used + 1`,
    becomesLast(job),
  ];
}

/** Makes the job the last one of its configuration, if its row was inserted. */
function becomesLast({ id, configurationId }: NewJob): SQL {
  return sql`UPDATE configurations SET last_job_id = ${id}
    WHERE id = ${configurationId} AND EXISTS (SELECT 1 FROM screenshots WHERE id = ${id})`;
}

/** Whether the account (of a query on accounts) may have one more capture. */
export function hasAllotment({ accountId, usageMonth }: NewJob): SQL {
  return sql`accounts.id = ${accountId} AND accounts.deleted_at IS NULL
    AND accounts.billing_up_to_date = 1 AND accounts.monthly_screenshots > coalesce(
      (SELECT used FROM usage WHERE account_id = ${accountId} AND month = ${usageMonth}), 0)`;
}

function hasLiveConfiguration({ configurationId }: NewJob): SQL {
  return sql`(${configurationId} IS NULL OR EXISTS
    (SELECT 1 FROM configurations WHERE id = ${configurationId} AND deleted_at IS NULL))`;
}

/** Inserts a failed job for a slot whose capture was refused, so that the slot has a reason. Reserves nothing. */
export async function insertFailedJob(env: Env, job: NewJob, failure: JobFailure): Promise<void> {
  await transaction(env, [
    sql`INSERT INTO screenshots (id, account_id, configuration_id, status, created_at, due_at,
        usage_month, image_key, failure_reason, failure_note)
      SELECT ${job.id}, ${job.accountId}, ${job.configurationId}, 'failed', ${job.createdAt}, ${job.dueAt},
        ${job.usageMonth}, ${job.imageKey}, ${failure.reason}, ${failure.note}
      WHERE ${hasLiveConfiguration(job)}
      ON CONFLICT DO NOTHING`,
    becomesLast(job),
  ]);
}
