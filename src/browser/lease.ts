import type { Env } from "../env";
import { CaptureFailure } from "../errors";
import { logError } from "../lib/log";
import { SessionLost } from "./connect";
import type { LeaseRequest } from "./pool";

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
  const lease = await pool.acquire({ ...asked, waitMs: Math.max(waitUntil - Date.now(), 0) });
  if (!lease) throw unavailable();

  let faulty = false;
  try {
    return await use(lease.sessionId);
  } catch (error) {
    faulty = !(error instanceof CaptureFailure) || error.cause instanceof SessionLost;
    throw error;
  } finally {
    // A place that cannot be given back expires by itself: that is no reason to lose the picture.
    await pool
      .release(lease.leaseId, { faulty })
      .catch((error: unknown) => logError("release_failed", error));
  }
}

function unavailable(cause?: Error): CaptureFailure {
  const note = "No browser came free in time. Try again shortly.";
  return new CaptureFailure("browser_unavailable", note, { cause });
}
