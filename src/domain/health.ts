import { browserAnswers } from "../browser/session";
import type { Env } from "../env";
import { problemOfSecrets } from "../lib/deployment-secrets";
import { logError } from "../lib/log";
import { within } from "../lib/within";
import { databaseAnswers } from "../store/db";
import { bucketAnswers } from "../store/images";

type Answer = "ok" | "failing";

/** Asks each part that a capture needs whether it answers within three seconds, and whether the secrets can be used. */
export async function checkHealth(
  env: Env,
): Promise<Record<"database" | "bucket" | "browser" | "secrets", Answer>> {
  const [database, bucket, browser, secrets] = await Promise.all([
    answers(() => databaseAnswers(env)),
    answers(() => bucketAnswers(env)),
    answers(() => browserAnswers(env.BROWSER)),
    answers(async () => {
      const problem = problemOfSecrets(env);
      if (problem) throw new Error(problem);
    }),
  ]);
  return { database, bucket, browser, secrets };
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
