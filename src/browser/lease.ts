import type { Env } from "../env";
import { CaptureFailure } from "../errors";
import { SessionLost } from "./connect";
import type { LeaseRequest } from "./pool";

/**
 * Lends a place on a browser session, and gives it back on every path. A session that turns out to be gone is
 * replaced once; `browser_unavailable` when no place came free in time.
 */
export async function withLease<T>(
  env: Env,
  region: string,
  request: LeaseRequest,
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
  request: LeaseRequest,
  use: (sessionId: string) => Promise<T>,
): Promise<T> {
  const pool = env.BROWSER_POOL.getByName(region);
  const lease = await pool.acquire(request);
  if (!lease) throw unavailable();

  let faulty = false;
  try {
    return await use(lease.sessionId);
  } catch (error) {
    faulty = !(error instanceof CaptureFailure) || error.cause instanceof SessionLost;
    throw error;
  } finally {
    await pool.release(lease.leaseId, { faulty });
  }
}

function unavailable(cause?: Error): CaptureFailure {
  const note = "No browser came free in time. Try again shortly.";
  return new CaptureFailure("browser_unavailable", note, { cause });
}
