import { browserAnswers } from "../browser/session";
import type { Env } from "../env";
import { logError } from "../lib/log";
import { within } from "../lib/within";
import { databaseAnswers } from "../store/db";
import { bucketAnswers } from "../store/images";

type Answer = "ok" | "failing";

/** Asks each part that a capture needs whether it answers within three seconds. */
export async function checkHealth(
  env: Env,
): Promise<Record<"database" | "bucket" | "browser", Answer>> {
  const [database, bucket, browser] = await Promise.all([
    answers(() => databaseAnswers(env)),
    answers(() => bucketAnswers(env)),
    answers(() => browserAnswers(env.BROWSER)),
  ]);
  return { database, bucket, browser };
}

const TIMEOUT_MS = 3_000;

async function answers(ask: () => Promise<unknown>): Promise<Answer> {
  try {
    await within(TIMEOUT_MS, ask(), () => new Error("no answer"));
    return "ok";
  } catch (error) {
    logError("health_check_failed", error);
    return "failing";
  }
}
