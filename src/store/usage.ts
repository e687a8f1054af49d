import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import { database } from "./db";
import type { ScreenshotRow } from "./rows";
import { usage } from "./tables/accounts";

/** The number of captures of an account in a month such as `2026-01`. */
export async function usedIn(env: Env, accountId: string, month: string): Promise<number> {
  const row = await database(env)
    .select({ used: usage.used })
    .from(usage)
    .where(and(eq(usage.accountId, accountId), eq(usage.month, month)))
    .get();
  return row?.used ?? 0;
}

/** A job; `publicUrlHash` is set if a hash_key allows everybody to capture its address. */
type PublicJob = Pick<ScreenshotRow, "accountId" | "publicUrlHash" | "createdAt">;

/** New captures per hour of one address that a hash_key allows everybody to capture. */
export const PUBLIC_CAPTURES_AN_HOUR = 30;
const HOUR_MS = 3_600_000;

/** Whether a job is below the hourly limit of its signed address; true for a job without one. */
export function isBelowPublicCap(job: PublicJob): SQL {
  if (job.publicUrlHash === null) return sql`TRUE`;
  return sql`(SELECT count(*) FROM screenshots WHERE ${recentOf(job)}) < ${PUBLIC_CAPTURES_AN_HOUR}`;
}

/** The time of the oldest capture within the hourly limit; null while the limit is not reached. */
export async function oldestPublicCapture(env: Env, job: PublicJob): Promise<number | null> {
  if (job.publicUrlHash === null) return null;
  const found = await database(env).get<{ count: number; oldest: number }>(
    sql`SELECT count(*) AS count, min(created_at) AS oldest FROM screenshots WHERE ${recentOf(job)}`,
  );
  return found.count < PUBLIC_CAPTURES_AN_HOUR ? null : found.oldest;
}

function recentOf({ accountId, publicUrlHash, createdAt }: PublicJob): SQL {
  return sql`account_id = ${accountId} AND public_url_hash = ${publicUrlHash}
    AND created_at > ${createdAt - HOUR_MS}`;
}
