import type { Env } from "../../env";
import { CaptureFailure } from "../../errors";
import { logError } from "../../lib/log";
import { withTimeout } from "../../lib/timeout";
import { browserUnavailable, HeavyGraphics, SessionLost } from "./losses";
import type {
  BrowserPoolObject,
  Lease,
  LeaseRequest,
  Release,
  RemoteAddress,
} from "./pool-protocol";
import { poolOf } from "./pool-stub";
import { needsProbe, probeRemoteAddress } from "./remote-address";

/** What a capture asks the pool for. */
export interface SessionRequest extends Omit<LeaseRequest, "holdMs" | "alone"> {
  /** Unix milliseconds at which the whole capture ends. Waiting for a slot ends then, too. */
  endsAt: number;
}

/** A browser session on which the capture has a slot. */
export interface LeasedSession {
  sessionId: string;
  remoteAddress: RemoteAddress;
  /** Whether no other capture is on the session. */
  alone: boolean;
}

/** Acquires one lease, and releases it on every path. */
export async function useLease<T>(
  env: Env,
  region: string,
  request: SessionRequest & Pick<LeaseRequest, "alone">,
  use: (session: LeasedSession) => Promise<T>,
): Promise<T> {
  const pool = poolOf(env, region);
  const lease = await acquireLease(pool, request);
  let release: Release = { faulty: false };
  try {
    const { sessionId } = lease;
    const remoteAddress = await remoteAddressOfSession(env, region, lease);
    return await use({ sessionId, remoteAddress, alone: request.alone });
  } catch (error) {
    release = releaseAfter(error);
    throw error;
  } finally {
    await releaseLease(pool, lease.leaseId, release);
  }
}

type Pool = DurableObjectStub<BrowserPoolObject>;

async function acquireLease(
  pool: Pool,
  { endsAt, ...request }: SessionRequest & Pick<LeaseRequest, "alone">,
): Promise<Lease> {
  const leftMs = Math.max(endsAt - Date.now(), 0);
  const waitMs = Math.min(request.waitMs, leftMs);
  const acquiring = pool.acquire({ ...request, waitMs, holdMs: leftMs + LEASE_MARGIN_MS });
  // The Durable Object may be restarted, or wait for a browser that does not answer.
  const lease = await withTimeout(
    waitMs + ANSWER_MS,
    acquiring,
    () => new Error("The browser pool did not answer"),
  ).catch((error: unknown) => {
    logError("acquire_failed", error);
    void acquiring
      .then((late) => late && releaseLease(pool, late.leaseId, { faulty: false }))
      .catch(() => undefined);
  });
  if (!lease) throw browserUnavailable();
  return lease;
}

/** How much longer than `waitMs` the pool's answer may take. */
const ANSWER_MS = 1_000;
/** Time after the capture's own deadline to close the context and release the lease. */
const LEASE_MARGIN_MS = 5_000;

/** A failure is only logged: the lease expires by itself, and the picture must not be lost. */
async function releaseLease(pool: Pool, leaseId: string, release: Release): Promise<void> {
  await pool.release(leaseId, release).catch((error: unknown) => logError("release_failed", error));
}

/** Whether the session reports real remote addresses. The first capture on it probes this, within 4 s. */
async function remoteAddressOfSession(
  env: Env,
  region: string,
  { sessionId, remoteAddress }: Lease,
): Promise<RemoteAddress> {
  if (remoteAddress !== "not_probed" || !needsProbe(env)) return remoteAddress;
  // `waitUntil` is not needed: the capture that follows takes longer than closing the probe's context.
  const context = { browserBinding: env.BROWSER, sessionId, waitUntil: () => undefined };
  const found = await probeRemoteAddress(context, env.REMOTE_ADDRESS_PROBE_URL);
  // If this report fails, the next capture probes again.
  return poolOf(env, region)
    .reportRemoteAddress(sessionId, found)
    .catch((error: unknown) => {
      logError("probe_report_failed", error);
      return found;
    });
}

/** A capture that failed because of its page leaves the session intact, unless the page broke the connection. */
function releaseAfter(error: unknown): Release {
  if (error instanceof HeavyGraphics) return { faulty: false };
  const isIntact = error instanceof CaptureFailure && !(error.cause instanceof SessionLost);
  return { faulty: !isIntact, lost: error instanceof SessionLost && !error.isAlive };
}
