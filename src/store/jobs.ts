import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import type { FailureReason } from "../errors";
import { type ClaimedJob, comparisonOf, missingOf, type SeenChange } from "./changes";
import { database, transaction } from "./db";
import { keepImage } from "./image-removals";
import type { ScreenshotRow } from "./rows";
import { screenshots } from "./tables/screenshots";

/** The columns of a job that are known once its picture is stored. */
export type Outcome = Required<
  Pick<
    ScreenshotRow,
    "takenAt" | "etag" | "bytes" | "width" | "height" | "targetStatus" | "finalUrl" | "timings"
  >
>;

/**
 * Closes a job with its picture, and records its changes, in one transaction. Undefined when the job was closed or
 * erased meanwhile, or when another worker has it by now.
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

/** Why a job has no picture: because of the page, the account, or the service. */
export interface JobFailure {
  reason: FailureReason | "usage_limit_exceeded" | "billing_not_up_to_date" | "unexpected_error";
  note: string;
}

/**
 * Closes a job without a picture and gives its reservation back. False when the job is closed already, or when a
 * `claim` is given and another worker has the job by now.
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

/** Claims a waiting job until `leaseUntil`; undefined when another worker has it, or it is closed. */
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

/** Undoes a claim, unless another worker has the job by now. Nobody can claim the job before `until`. */
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

/** Jobs in progress whose lease has expired: their worker is lost. */
export async function listLostJobs(env: Env, now: number): Promise<ScreenshotRow[]> {
  return database(env)
    .select()
    .from(screenshots)
    .where(sql`status = 'in_progress' AND lease_until < ${now}`)
    .limit(100);
}

/** Jobs that have waited since before a moment: their message may be lost. */
export async function listForgottenJobs(env: Env, before: number): Promise<ScreenshotRow[]> {
  return database(env)
    .select()
    .from(screenshots)
    .where(sql`status = 'in_progress' AND lease_until IS NULL AND created_at < ${before}`)
    .limit(100);
}

/** A job of any account. */
export async function findJob(env: Env, id: string): Promise<ScreenshotRow | undefined> {
  return database(env).select().from(screenshots).where(eq(screenshots.id, id)).get();
}

function inProgress(id: string) {
  return sql`${screenshots.id} = ${id} AND ${screenshots.status} = 'in_progress'`;
}
