import { closeSession, openSessionIds, startSession } from "../browser/sessions/session";
import type { Session } from "../browser/sessions/session-leases";
import { logError } from "../lib/log";

const START_PAUSE_MS = 2_000;

/** Starts and closes the browser sessions of a pool, and knows what is still going on. */
interface SessionLifecycle {
  /** Sessions that are being started. */
  starting: number;
  /** Sessions that are being closed: the platform may count them until they are gone. */
  closing: Set<Promise<void>>;
  /** No session is started before this time: the platform asked for it, or a start failed. */
  startAfter: number;
  /** Starts a session and passes its id to `admit` before it stops counting as one that is being started. */
  start(admit: (sessionId: string) => void): Promise<void>;
  close(sessionId: string): Promise<void>;
}

/** Functions, since tests replace what they return. */
interface PoolEnvironment {
  browser: () => Fetcher;
  now: () => number;
}

export function sessionLifecycle({ browser, now }: PoolEnvironment): SessionLifecycle {
  const lifecycle: SessionLifecycle = {
    starting: 0,
    closing: new Set(),
    startAfter: 0,
    async start(admit) {
      lifecycle.starting += 1;
      try {
        const started = await startSession(browser());
        if ("sessionId" in started) admit(started.sessionId);
        // The platform may wait for a session that is being closed.
        else if (lifecycle.closing.size > 0) await Promise.race(lifecycle.closing);
        else lifecycle.startAfter = now() + Math.max(started.waitMs, START_PAUSE_MS);
      } catch (error) {
        logError("browser_start_failed", error);
        lifecycle.startAfter = now() + START_PAUSE_MS;
      } finally {
        lifecycle.starting -= 1;
      }
    },
    close(sessionId) {
      const closing = closeSession(browser(), sessionId).finally(() => {
        lifecycle.closing.delete(closing);
      });
      lifecycle.closing.add(closing);
      return closing;
    },
  };
  return lifecycle;
}

/** Removes those `candidates` that have ended from the sessions of a pool; false when the platform does not tell. */
export async function removeEnded(
  browser: Fetcher,
  sessions: Map<string, unknown>,
  candidates: readonly Session[],
): Promise<boolean> {
  try {
    const open = await openSessionIds(browser);
    for (const { id } of candidates) if (!open.has(id)) sessions.delete(id);
    return true;
  } catch (error) {
    // A capture that gets an ended session asks for another one.
    logError("browser_sessions_failed", error);
    return false;
  }
}
