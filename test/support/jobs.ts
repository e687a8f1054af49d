import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { monthOf, newJobId } from "../../src/lib/ids";
import { newImageKey } from "../../src/store/images";
import { type NewJob, reserveJob } from "../../src/store/reservations";
import { newAccount } from "./api";

/** The last millisecond of one month and the first of the next. */
export const JANUARY = Date.UTC(2026, 0, 31, 23, 59, 59, 999);
export const FEBRUARY = JANUARY + 1;

/** The job of a snap; no row is written. */
export function jobOf(accountId: string, createdAt = JANUARY): NewJob {
  return {
    id: newJobId(),
    accountId,
    configurationId: null,
    snapKey: "key",
    publicUrlHash: null,
    dueAt: null,
    createdAt,
    leaseUntil: createdAt + 60_000,
    usageMonth: monthOf(createdAt),
    imageKey: newImageKey(crypto.randomUUID(), "jpeg", createdAt),
  };
}

/** A reserved job of a new account with this allotment. */
export async function reservedJob(monthly_screenshots = 10): Promise<NewJob> {
  const { id: accountId } = await newAccount({ monthly_screenshots });
  const job = jobOf(accountId);
  expect(await reserveJob(env, job)).toBe(true);
  return job;
}

/** What is reserved of an account's allotment; null when nothing ever was. */
export async function usedBy(accountId: string, month = "2026-01"): Promise<number | null> {
  return env.DB.prepare("SELECT used FROM usage WHERE account_id = ? AND month = ?")
    .bind(accountId, month)
    .first<number>("used");
}

/** The row of a job. */
export async function jobRow(id: string): Promise<Record<string, unknown> | null> {
  return env.DB.prepare("SELECT * FROM screenshots WHERE id = ?").bind(id).first();
}
