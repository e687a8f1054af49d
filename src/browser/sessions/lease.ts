import type { Env } from "../../env";
import { CaptureFailure } from "../../errors";
import { logError } from "../../lib/log";
import { withTimeout } from "../../lib/timeout";
import { DrawingFailed, HeavyGraphics, SessionLost } from "./losses";
import type { Lease, LeaseRequest, Release, RemoteAddress } from "./pool-protocol";
import { poolOf } from "./pool-stub";
import { needsProbe, probeRemoteAddress } from "./remote-address";

/** What a capture asks a place for. */
export interface SessionRequest extends Omit<LeaseRequest, "holdMs" | "alone"> {
  /** Unix milliseconds at which the whole capture ends: no place is waited for beyond it. */
  endsAt: number;
}

/** A place that was lent. */
export interface LeasedSession {
  sessionId: string;
  remoteAddress: RemoteAddress;
  /** Whether no other capture is on the session. */
  alone: boolean;
}

/**
 * Lends a place on a browser session, and gives it back on every path. A session that turns out to be gone, or that
 * could not draw the page, is replaced once, with a wait of its own. A page that would hold up the other captures of
 * its session gets one without them. `browser_unavailable` when no place came free in time.
 */
export async function withLease<T>(
  env: Env,
  region: string,
  request: SessionRequest,
  use: (place: LeasedSession) => Promise<T>,
): Promise<T> {
  let alone = false;
  let isSecondTry = false;
  for (;;) {
    try {
      return await useLease(env, region, { ...request, alone }, use);
    } catch (error) {
      // Nothing of a heavy page was drawn: that was no try.
      const isHeavy = error instanceof HeavyGraphics && !alone;
      const isRepeated = isHeavy || (!isSecondTry && isRetryable(error, alone));
      if (!isRepeated) throw finalError(error, alone);
      // No time is left for a second try: the page was slow before it was not drawn.
      if (isTooBusy(error) && request.endsAt - Date.now() < SECOND_TRY_MIN_MS) throw error.verdict;
      isSecondTry ||= !isHeavy;
      alone ||= !(error instanceof SessionLost);
    }
  }
}

function isRetryable(error: unknown, wasAlone: boolean): boolean {
  return error instanceof SessionLost || (error instanceof DrawingFailed && !wasAlone);
}

function isTooBusy(error: unknown): error is DrawingFailed {
  return error instanceof DrawingFailed && error.verdict.reason === "page_too_busy";
}

/** A browser starts and takes a picture in less. */
const SECOND_TRY_MIN_MS = 4_000;

/** Without neighbours, a page that cannot be drawn is itself to blame. */
function finalError(error: unknown, wasAlone: boolean): unknown {
  if (error instanceof DrawingFailed) return wasAlone ? error.verdict : unavailable(error);
  return error instanceof SessionLost ? unavailable(error) : error;
}

async function useLease<T>(
  env: Env,
  region: string,
  request: SessionRequest & Pick<LeaseRequest, "alone">,
  use: (place: LeasedSession) => Promise<T>,
): Promise<T> {
  const pool = poolOf(env, region);
  const { endsAt, ...asked } = request;
  const leftMs = Math.max(endsAt - Date.now(), 0);
  const waitMs = Math.min(request.waitMs, leftMs);
  const acquiring = pool.acquire({ ...asked, waitMs, holdMs: leftMs + LEASE_MARGIN_MS });
  const release = (leaseId: string, state: Release) =>
    // A place that cannot be given back expires by itself: that is no reason to lose the picture.
    pool.release(leaseId, state).catch((error: unknown) => logError("release_failed", error));
  // The pool's object may be replaced under us, or be busy with a browser that does not answer.
  const lease = await withTimeout(
    waitMs + ANSWER_MS,
    acquiring,
    () => new Error("The pool is silent"),
  ).catch((error: unknown) => {
    logError("acquire_failed", error);
    void acquiring
      .then((late) => late && release(late.leaseId, { faulty: false }))
      .catch(() => undefined);
  });
  if (!lease) throw unavailable();

  let state: Release = { faulty: false };
  try {
    const { sessionId } = lease;
    const remoteAddress = await remoteAddressOfSession(env, region, lease);
    return await use({ sessionId, remoteAddress, alone: request.alone });
  } catch (error) {
    state = releaseAfter(error);
    throw error;
  } finally {
    await release(lease.leaseId, state);
  }
}

/** What is known of the addresses that a session tells; the first capture on it finds out, within 4 s. */
async function remoteAddressOfSession(
  env: Env,
  region: string,
  { sessionId, remoteAddress }: Lease,
): Promise<RemoteAddress> {
  if (remoteAddress !== "not_probed" || !needsProbe(env)) return remoteAddress;
  // The capture that follows outlives the closing of the probe's context.
  const place = { browserBinding: env.BROWSER, sessionId, waitUntil: () => undefined };
  const found = await probeRemoteAddress(place, env.REMOTE_ADDRESS_PROBE_URL);
  // The next capture probes again where this is lost.
  return poolOf(env, region)
    .reportRemoteAddress(sessionId, found)
    .catch((error: unknown) => {
      logError("probe_report_failed", error);
      return found;
    });
}

/** A capture that failed because of its page leaves a sound session, unless the page broke its connection. */
function releaseAfter(error: unknown): Release {
  if (error instanceof HeavyGraphics) return { faulty: false };
  const isSound = error instanceof CaptureFailure && !(error.cause instanceof SessionLost);
  return { faulty: !isSound, lost: error instanceof SessionLost && !error.isAlive };
}

/** How much longer than a place the pool's answer may take. */
const ANSWER_MS = 1_000;
/** Time to close the context and give the lease back after the capture's own deadline. */
const LEASE_MARGIN_MS = 5_000;

function unavailable(cause?: Error): CaptureFailure {
  const note = "No browser came free in time. Try again shortly.";
  return new CaptureFailure("browser_unavailable", note, { cause });
}
