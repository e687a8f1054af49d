import { randomHex } from "../../lib/secrets";
import type { Lease, LeaseRequest, RemoteAddress } from "./pool-protocol";

/** A browser session and who uses it. */
export interface Session {
  id: string;
  /** Lease id → who holds it, and the Unix milliseconds at which it expires. */
  leases: Map<string, { accountId: string; expiresAt: number }>;
  captures: number;
  lastUsedAt: number;
  /** Whoever has the one place on it wants no neighbours. */
  taken: boolean;
  /** Lends no more places, and is closed when the last one is back. */
  draining: boolean;
  /** Whether it tells the address that a response came from. */
  remoteAddress: RemoteAddress;
}

/** A browser that lived long has leaked: it is replaced after so many captures. */
const CAPTURES_PER_SESSION = 200;

export function freshSession(id: string, now: number): Session {
  return {
    id,
    leases: new Map(),
    captures: 0,
    lastUsedAt: now,
    taken: false,
    draining: false,
    remoteAddress: "not_probed",
  };
}

/** The fullest session with a free place: the others may fall idle and end. */
export function fullestAvailable(sessions: Session[], places: number): Session | undefined {
  return sessions
    .filter(({ draining, taken, leases }) => !draining && !taken && leases.size < places)
    .sort((a, b) => b.leases.size - a.leases.size)[0];
}

/** Lends a place. */
export function grant(session: Session, request: LeaseRequest, now: number): Lease {
  const { accountId, holdMs, alone } = request;
  const leaseId = randomHex(12);
  session.leases.set(leaseId, { accountId, expiresAt: now + holdMs });
  session.lastUsedAt = now;
  session.taken = alone;
  return { leaseId, sessionId: session.id, remoteAddress: session.remoteAddress };
}

/** Takes a place back, where it is this session's; a faulty session lends none any more. */
export function takeBack(session: Session, leaseId: string, faulty: boolean, now: number): void {
  if (!session.leases.delete(leaseId)) return;
  session.taken = false;
  session.captures += 1;
  session.lastUsedAt = now;
  session.draining ||= faulty || session.captures >= CAPTURES_PER_SESSION;
}

/** Gives up the leases that expired: whoever has them is gone, or too late, and left the session as it may be. */
export function expireLeases(session: Session, now: number): void {
  for (const [leaseId, { expiresAt }] of session.leases) {
    if (expiresAt > now) continue;
    session.leases.delete(leaseId);
    session.draining = true;
  }
}

/** When a session is to be looked at: its first lease expires, or it was idle for long enough. */
export function endOf({ leases, lastUsedAt }: Session, idleMs: number): number {
  if (leases.size === 0) return lastUsedAt + idleMs;
  return Math.min(...[...leases.values()].map(({ expiresAt }) => expiresAt));
}

/** How many places each account holds, by its id. */
export function leasesByAccount(sessions: Iterable<Session>): Map<string, number> {
  const held = new Map<string, number>();
  for (const { leases } of sessions) {
    for (const { accountId } of leases.values()) {
      held.set(accountId, (held.get(accountId) ?? 0) + 1);
    }
  }
  return held;
}
