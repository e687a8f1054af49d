import type { Lease, LeaseRequest } from "./pool-protocol";
import type { PoolSettings } from "./pool-settings";
import { fullestAvailable, grant, leasesByAccount, type Session } from "./session-leases";
import { fairShare, nextTurn } from "./turns";

type Places = Pick<PoolSettings, "maxSessions" | "placesPerSession">;

/** Who got a place, and who still waits, in order. */
interface Served<W> {
  granted: { waiter: W; lease: Lease }[];
  waiting: W[];
}

/**
 * Lends places to those who wait. Those who want no neighbours come first: they waited before, and were told to try
 * again.
 */
export function serve<W extends LeaseRequest>(
  asking: readonly W[],
  sessions: Session[],
  places: Places,
  now: number,
): Served<W> {
  const { maxSessions, placesPerSession } = places;
  const granted: Served<W>["granted"] = [];
  let waiting = [...asking];

  const serveEach = (alone: boolean, choose: () => Session | undefined) => {
    for (;;) {
      const all = alone ? maxTaken(maxSessions) : maxSessions * placesPerSession;
      const alike = waiting.filter((waiter) => waiter.alone === alone);
      const held = leasesByAccount(sessions.filter(({ taken }) => taken === alone));
      const turn = nextTurn(alike, held, fairShare(waiting, all));
      const session = turn && choose();
      if (!session) return;
      waiting = [...waiting.filter((waiter) => waiter.alone !== alone), ...turn.rest];
      granted.push({ waiter: turn.next, lease: grant(session, turn.next, now) });
    }
  };
  serveEach(true, () => unusedSession(sessions, places));
  const reserved = reservedSession(waiting, sessions, places);
  const others = sessions.filter((session) => session !== reserved);
  serveEach(false, () => fullestAvailable(others, placesPerSession));
  return { granted, waiting };
}

/** How many more sessions those who wait could use now. Sessions of one capture each come on top of `maxSessions`. */
export function wantedSessions(
  waiting: readonly LeaseRequest[],
  sessions: Session[],
  { maxSessions, placesPerSession }: Places,
): number {
  const alone = waiting.filter((waiter) => waiter.alone).length;
  const forOne = Math.max(Math.min(alone, maxTaken(maxSessions) - countTaken(sessions)), 0);
  const forMany = Math.ceil((waiting.length - alone) / placesPerSession);
  return forOne + Math.max(Math.min(forMany, maxSessions - shared(sessions).length), 0);
}

/** A session for a capture that wants no neighbours. */
function unusedSession(sessions: Session[], { maxSessions }: Places): Session | undefined {
  if (countTaken(sessions) >= maxTaken(maxSessions)) return undefined;
  return sessions.find(({ draining, leases }) => !draining && leases.size === 0);
}

/**
 * While a capture waits for a session without neighbours, one of several takes no new captures until it is empty: the
 * platform may allow no further session.
 */
function reservedSession(
  waiting: readonly LeaseRequest[],
  sessions: Session[],
  { maxSessions }: Places,
): Session | undefined {
  const isWanted = waiting.some(({ alone }) => alone);
  const hasOthers = shared(sessions).length > 1 && sessions.length >= maxSessions;
  if (!isWanted || !hasOthers || countTaken(sessions) >= maxTaken(maxSessions)) return undefined;
  return shared(sessions).sort((a, b) => a.leases.size - b.leases.size)[0];
}

function shared(sessions: Session[]): Session[] {
  return sessions.filter(({ draining, taken }) => !draining && !taken);
}

function countTaken(sessions: Session[]): number {
  return sessions.filter(({ taken }) => taken).length;
}

/** How many sessions may be lent to one capture each: of several, the others keep one. */
function maxTaken(maxSessions: number): number {
  return Math.max(maxSessions - 1, 1);
}
