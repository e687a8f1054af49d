import type { Env } from "../env";
import { CaptureFailure } from "../errors";
import { logError } from "../lib/log";
import { within } from "../lib/within";
import { SessionLost } from "./losses";
import type { LeaseRequest } from "./places";

/** What a capture asks a place for, and until when it can wait for one, in Unix milliseconds. */
export interface PlaceRequest extends Omit<LeaseRequest, "waitMs"> {
  waitUntil: number;
}

/**
 * Lends a place on a browser session, and gives it back on every path. A session that turns out to be gone is
 * replaced once; `browser_unavailable` when no place came free in time.
 */
export async function withLease<T>(
  env: Env,
  region: string,
  request: PlaceRequest,
  use: (sessionId: string) => Promise<T>,
): Promise<T> {
  try {
    return await withOneLease(env, region, request, use);
  } catch (error) {
    if (!(error instanceof SessionLost)) throw error;
  }
  return withOneLease(env, region, request, use).catch((error: unknown) => {
    throw error instanceof SessionLost ? unavailable(error) : error;
  });
}

async function withOneLease<T>(
  env: Env,
  region: string,
  request: PlaceRequest,
  use: (sessionId: string) => Promise<T>,
): Promise<T> {
  const pool = env.BROWSER_POOL.getByName(region);
  const { waitUntil, ...asked } = request;
  const waitMs = Math.max(waitUntil - Date.now(), 0);
  const acquiring = pool.acquire({ ...asked, waitMs });
  const release = (leaseId: string, faulty: boolean) =>
    // A place that cannot be given back expires by itself: that is no reason to lose the picture.
    pool.release(leaseId, { faulty }).catch((error: unknown) => logError("release_failed", error));
  // The pool's object may be replaced under us, or be busy with a browser that does not answer.
  const lease = await within(
    waitMs + ANSWER_MS,
    acquiring,
    () => new Error("The pool is silent"),
  ).catch((error: unknown) => {
    logError("acquire_failed", error);
    void acquiring.then((late) => late && release(late.leaseId, false)).catch(() => undefined);
  });
  if (!lease) throw unavailable();

  let faulty = false;
  try {
    return await use(lease.sessionId);
  } catch (error) {
    faulty = !(error instanceof CaptureFailure) || error.cause instanceof SessionLost;
    throw error;
  } finally {
    await release(lease.leaseId, faulty);
  }
}

/** How much longer than a place the pool's answer may take. */
const ANSWER_MS = 1_000;

function unavailable(cause?: Error): CaptureFailure {
  const note = "No browser came free in time. Try again shortly.";
  return new CaptureFailure("browser_unavailable", note, { cause });
}
