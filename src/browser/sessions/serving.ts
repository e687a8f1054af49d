import type { Lease, LeaseRequest } from "./pool-protocol";
import type { PoolSettings } from "./pool-settings";
import { createLease, fullestAvailable, leasesByAccount, type Session } from "./session-leases";
import { fairShare, nextTurn } from "./turns";

type PoolLimits = Pick<PoolSettings, "maxSessions" | "slotsPerSession">;

/** The new leases, and the requests that still wait, in order. */
interface Served<W> {
  granted: { waiter: W; lease: Lease }[];
  waiting: W[];
}

/**
 * Gives free slots to waiting requests. Requests for a session without other captures come first: they have already
 * waited once, and are a retry.
 */
export function grantLeases<W extends LeaseRequest>(
  asking: readonly W[],
  sessions: Session[],
  limits: PoolLimits,
  now: number,
): Served<W> {
  const { maxSessions, slotsPerSession } = limits;
  const granted: Served<W>["granted"] = [];
  let waiting = [...asking];

  const serveEach = (alone: boolean, choose: () => Session | undefined) => {
    for (;;) {
      const all = alone ? maxTaken(maxSessions) : maxSessions * slotsPerSession;
      const alike = waiting.filter((waiter) => waiter.alone === alone);
      const held = leasesByAccount(sessions.filter(({ taken }) => taken === alone));
      const turn = nextTurn(alike, held, fairShare(waiting, all));
      const session = turn && choose();
      if (!session) return;
      waiting = [...waiting.filter((waiter) => waiter.alone !== alone), ...turn.rest];
      granted.push({ waiter: turn.next, lease: createLease(session, turn.next, now) });
    }
  };
  serveEach(true, () => unusedSession(sessions, limits));
  const reserved = reservedSession(waiting, sessions, limits);
  const others = sessions.filter((session) => session !== reserved);
  serveEach(false, () => fullestAvailable(others, slotsPerSession));
  return { granted, waiting };
}

/**
 * How many more sessions the waiting requests could use now. Sessions with one capture only are not counted in
 * `maxSessions`.
 */
export function wantedSessions(
  waiting: readonly LeaseRequest[],
  sessions: Session[],
  { maxSessions, slotsPerSession }: PoolLimits,
): number {
  const alone = waiting.filter((waiter) => waiter.alone).length;
  const forOne = Math.max(Math.min(alone, maxTaken(maxSessions) - countTaken(sessions)), 0);
  const forMany = Math.ceil((waiting.length - alone) / slotsPerSession);
  return forOne + Math.max(Math.min(forMany, maxSessions - shared(sessions).length), 0);
}

/** A session for a capture that needs one without other captures. */
function unusedSession(sessions: Session[], { maxSessions }: PoolLimits): Session | undefined {
  if (countTaken(sessions) >= maxTaken(maxSessions)) return undefined;
  return sessions.find(({ draining, leases }) => !draining && leases.size === 0);
}

/**
 * The session that takes no new captures until it is empty, while a capture waits for a session of its own. The platform
 * may allow no further session.
 */
function reservedSession(
  waiting: readonly LeaseRequest[],
  sessions: Session[],
  { maxSessions }: PoolLimits,
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

/** How many sessions may have one capture only. If there are several sessions, one stays for the others. */
function maxTaken(maxSessions: number): number {
  return Math.max(maxSessions - 1, 1);
}
