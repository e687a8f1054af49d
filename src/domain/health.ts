import { poolOf } from "../browser/sessions/pool-stub";
import { checksRemoteAddress, needsProbe } from "../browser/sessions/remote-address";
import { assertBrowserAnswers } from "../browser/sessions/session";
import type { Context } from "../context";
import type { Env } from "../env";
import { problemOfSecrets } from "../lib/deployment-secrets";
import { logError } from "../lib/log";
import { withTimeout } from "../lib/timeout";
import { databaseAnswers } from "../store/db";
import { bucketAnswers } from "../store/images";

type CheckResult = "ok" | "failing";

type Checks = Record<"database" | "bucket" | "browser" | "secrets", CheckResult>;

const KEPT_MS = 5_000;
/** The latest check of each environment. An isolate has one environment. */
const latest = new WeakMap<Env, { at: number; checks: Promise<Checks> }>();

/** The result of the last five seconds. Requests at the same time share one check. */
export async function recentHealth(ctx: Context): Promise<Checks> {
  const last = latest.get(ctx.env);
  if (last && ctx.now() - last.at < KEPT_MS) return last.checks;
  const checks = checkHealth(ctx.env);
  latest.set(ctx.env, { at: ctx.now(), checks });
  // Other requests wait for it even after the client that started it has disconnected.
  ctx.waitUntil(checks);
  return checks;
}

/** Checks that each part a capture needs answers within three seconds, and that the secrets are valid. */
export async function checkHealth(env: Env): Promise<Checks> {
  const [database, bucket, browser, secrets] = await Promise.all([
    resultOfCheck(() => databaseAnswers(env)),
    resultOfCheck(() => bucketAnswers(env)),
    resultOfCheck(() => assertBrowserAnswers(env)),
    resultOfCheck(async () => {
      const problem = problemOfSecrets(env);
      if (problem) throw new Error(problem);
    }),
  ]);
  return { database, bucket, browser, secrets };
}

/** Whether captures check the remote address of responses, as far as the pool of a region knows. */
type RemoteAddressCheck = "checked" | "unavailable" | "not_probed" | "off";

/** Whether remote addresses are checked in a region. If its pool does not answer, no probe is known. */
export async function remoteAddressCheck(env: Env, region: string): Promise<RemoteAddressCheck> {
  if (!needsProbe(env)) return checksRemoteAddress(env, "not_probed") ? "checked" : "off";
  const asking = poolOf(env, region).remoteAddress();
  const newest = await withTimeout(CHECK_TIMEOUT_MS, asking, () => new Error("no answer")).catch(
    (error: unknown) => {
      logError("health_check_failed", error);
      return "not_probed" as const;
    },
  );
  return newest === "real" ? "checked" : newest;
}

const CHECK_TIMEOUT_MS = 3_000;

async function resultOfCheck(ask: () => Promise<unknown>): Promise<CheckResult> {
  try {
    await withTimeout(CHECK_TIMEOUT_MS, ask(), () => new Error("no answer"));
    return "ok";
  } catch (error) {
    logError("health_check_failed", error);
    return "failing";
  }
}
