import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import type { FailureReason } from "../errors";
import { type ClaimedJob, comparisonOf, missingOf, type SeenChange } from "./changes";
import { database, transaction } from "./db";
import { keepImage } from "./image-removals";
import type { ScreenshotRow } from "./rows";
import { screenshots } from "./tables/screenshots";
import { isBelowPublicCap } from "./usage";

/** What a job is made of before anything of it happened. */
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
 * Reserves one of the account's allotment and writes the job's row, both or neither.
 * False when nothing is left of this month's allotment or a payment is missing, when the slot has a job already, or
 * when its owner is gone. Statements given as `before` run first, in the same transaction.
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

/** A configuration shows the newest of its jobs, if that one was written. */
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

/** What is known once the picture is stored. */
export type Outcome = Required<
  Pick<
    ScreenshotRow,
    "takenAt" | "etag" | "bytes" | "width" | "height" | "targetStatus" | "finalUrl" | "timings"
  >
>;

/**
 * Closes a job with its picture and does all that follows from it, in one transaction; undefined when it was
 * closed or erased meanwhile, or when another worker has it by now.
 */
export async function finishJob(
  env: Env,
  job: ClaimedJob,
  outcome: Outcome,
  { changes, missing }: { changes: SeenChange[]; missing: number },
): Promise<ScreenshotRow | undefined> {
  const [closed] = await transaction(env, [
    closing(job, outcome),
    keepImage(job),
    ...changes.flatMap((change) => comparisonOf(job, change)),
    ...missingOf(job, missing),
  ]);
  return closed?.meta.changes === 1 ? findJob(env, job.id) : undefined;
}

function closing({ id, attempts }: ClaimedJob, outcome: Outcome): SQL {
  const { takenAt, etag, bytes, width, height, targetStatus, finalUrl, timings } = outcome;
  return sql`UPDATE screenshots SET status = 'done', lease_until = NULL, taken_at = ${takenAt},
      etag = ${etag}, bytes = ${bytes}, width = ${width}, height = ${height},
      target_status = ${targetStatus}, final_url = ${finalUrl}, timings = ${JSON.stringify(timings)}
    WHERE id = ${id} AND status = 'in_progress' AND attempts = ${attempts}`;
}

/** Why a job has no picture: the page's fault, the account's, or ours. */
export interface JobFailure {
  reason: FailureReason | "usage_limit_exceeded" | "billing_not_up_to_date" | "unexpected_error";
  note: string;
}

/**
 * Closes a job without a picture and gives its reservation back. A job already closed stays as it is; so does, for
 * a worker that says which claim was its own, a job that another worker has by now: the answer is false.
 */
export async function failJob(
  env: Env,
  id: string,
  failure: JobFailure,
  claim: Partial<ClaimedJob> = {},
): Promise<boolean> {
  const open = sql`id = ${id} AND status = 'in_progress' AND attempts = coalesce(${claim.attempts ?? null}, attempts)`;
  const [, closed] = await transaction(env, [
    sql`UPDATE usage SET used = used - 1 WHERE (account_id, month) IN
      (SELECT account_id, usage_month FROM screenshots WHERE ${open})`,
    sql`UPDATE screenshots SET status = 'failed', lease_until = NULL,
        failure_reason = ${failure.reason}, failure_note = ${failure.note}
      WHERE ${open}`,
  ]);
  return closed?.meta.changes === 1;
}

/** Writes a job that could not even begin, so that its slot tells why; nothing is reserved for it. */
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

/** A worker takes a waiting job until `leaseUntil`; undefined when another has it, or it is closed. */
export async function claimJob(
  env: Env,
  id: string,
  { now, leaseUntil }: { now: number; leaseUntil: number },
): Promise<ScreenshotRow | undefined> {
  const [claimed] = await database(env)
    .update(screenshots)
    .set({ leaseUntil, attempts: sql`attempts + 1` })
    .where(sql`${inProgress(id)} AND (lease_until IS NULL OR lease_until <= ${now})`)
    .returning();
  return claimed;
}

/**
 * Puts a claimed job back to those that wait, unless another worker has it by now; until a moment, where one is
 * given, nobody is to take it.
 */
export async function unclaimJob(
  env: Env,
  { id, attempts }: ClaimedJob,
  until: number | null = null,
): Promise<void> {
  await database(env)
    .update(screenshots)
    .set({ leaseUntil: until })
    .where(and(inProgress(id), eq(screenshots.attempts, attempts)));
}

/** Jobs whose worker is gone: in progress past their lease. */
export async function listLostJobs(env: Env, now: number): Promise<ScreenshotRow[]> {
  return database(env)
    .select()
    .from(screenshots)
    .where(sql`status = 'in_progress' AND lease_until < ${now}`)
    .limit(100);
}

/** Jobs of configurations that wait since before a moment: their message may be lost. */
export async function listForgottenJobs(env: Env, before: number): Promise<ScreenshotRow[]> {
  return database(env)
    .select()
    .from(screenshots)
    .where(sql`status = 'in_progress' AND lease_until IS NULL AND created_at < ${before}`)
    .limit(100);
}

/** A job, whoever it belongs to. */
export async function findJob(env: Env, id: string): Promise<ScreenshotRow | undefined> {
  return database(env).select().from(screenshots).where(eq(screenshots.id, id)).get();
}

function inProgress(id: string) {
  return sql`${screenshots.id} = ${id} AND ${screenshots.status} = 'in_progress'`;
}
