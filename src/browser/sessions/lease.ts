import type { Env } from "../../env";
import { type LeasedSession, type SessionRequest, useLease } from "./acquire-lease";
import { browserUnavailable, DrawingFailed, HeavyGraphics, SessionLost } from "./losses";

/**
 * Leases a slot on a browser session, and releases it on every path. It retries once, with a new wait, when the session
 * was lost or could not draw the page. A page that would slow down the other captures of its session gets a session
 * without other captures.
 *
 * @throws CaptureFailure `browser_unavailable` when no slot became free in time.
 */
export async function withLease<T>(
  env: Env,
  region: string,
  request: SessionRequest,
  use: (session: LeasedSession) => Promise<T>,
): Promise<T> {
  let alone = false;
  let isSecondTry = false;
  for (;;) {
    try {
      return await useLease(env, region, { ...request, alone }, use);
    } catch (error) {
      // Nothing of a heavy page was drawn, so this does not count as a try.
      const isHeavy = error instanceof HeavyGraphics && !alone;
      const isRepeated = isHeavy || (!isSecondTry && isRetryable(error, alone));
      if (!isRepeated) throw finalError(error, alone);
      // The page was slow, and no time is left for a second try.
      if (isTooBusy(error) && request.endsAt - Date.now() < SECOND_TRY_MIN_MS) throw error.failure;
      isSecondTry ||= !isHeavy;
      alone ||= !(error instanceof SessionLost);
    }
  }
}

function isRetryable(error: unknown, wasAlone: boolean): boolean {
  return error instanceof SessionLost || (error instanceof DrawingFailed && !wasAlone);
}

function isTooBusy(error: unknown): error is DrawingFailed {
  return error instanceof DrawingFailed && error.failure.reason === "page_too_busy";
}

/** Starting a browser and taking a picture needs less. */
const SECOND_TRY_MIN_MS = 4_000;

/** On a session without other captures, a page that cannot be drawn has caused this itself. */
function finalError(error: unknown, wasAlone: boolean): unknown {
  if (error instanceof DrawingFailed) return wasAlone ? error.failure : browserUnavailable(error);
  return error instanceof SessionLost ? browserUnavailable(error) : error;
}
