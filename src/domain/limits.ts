import type { Context } from "../context";
import { AppError } from "../errors";
import { monthOf } from "../lib/ids";
import type { NewJob } from "../store/reservations";
import type { AccountRow } from "../store/rows";
import { oldestPublicCapture, PUBLIC_CAPTURES_AN_HOUR, usedIn } from "../store/usage";

/** The allotment of an account and its use, this month. */
interface AccountLimits {
  monthlyScreenshots: number;
  used: number;
  /** Unix milliseconds: the first of the next month, UTC. */
  resetsAt: number;
}

export async function limitsOf(ctx: Context, account: AccountRow): Promise<AccountLimits> {
  const now = new Date(ctx.now());
  return {
    monthlyScreenshots: account.monthlyScreenshots,
    used: await usedIn(ctx.env, account.id, monthOf(now.getTime())),
    resetsAt: Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1),
  };
}

/** Why an account may not capture now. */
export function refusalOf(account: AccountRow): AppError {
  return account.billingUpToDate
    ? new AppError(
        "usage_limit_exceeded",
        `The monthly allotment of ${account.monthlyScreenshots} screenshots is used up; it is renewed on the first of the next month (UTC).`,
      )
    : new AppError(
        "billing_not_up_to_date",
        "A payment is missing: no new captures until it is made.",
      );
}

/** Why a job was not reserved: the limits of the account, or the hourly limit of a signed address. */
export async function refusalOfJob(
  ctx: Context,
  account: AccountRow,
  job: NewJob,
): Promise<AppError> {
  const oldest = await oldestPublicCapture(ctx.env, job);
  if (oldest === null) return refusalOf(account);
  const waitSeconds = Math.max(1, Math.ceil((oldest + HOUR_MS - ctx.now()) / 1_000));
  return new AppError(
    "rate_limit_exceeded",
    `Through a hash_key an address gets at most ${PUBLIC_CAPTURES_AN_HOUR} new captures an hour.`,
    { retryAfterSeconds: waitSeconds },
  );
}

const HOUR_MS = 3_600_000;
