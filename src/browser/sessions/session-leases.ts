import { randomHex } from "../../lib/secrets";
import type { Lease, LeaseRequest, RemoteAddress } from "./pool-protocol";

/** A browser session and its leases. */
export interface Session {
  id: string;
  /** Lease id → account, and Unix milliseconds at which the lease expires. */
  leases: Map<string, { accountId: string; expiresAt: number }>;
  captures: number;
  lastUsedAt: number;
  /** Whether its one lease asked for a session without other captures. */
  taken: boolean;
  /** Whether it gets no new leases, and is closed after the last one. */
  draining: boolean;
  /** Whether it reports real IP addresses. */
  remoteAddress: RemoteAddress;
}

/** Browsers leak memory, so a session is replaced after this many captures. */
const CAPTURES_PER_SESSION = 200;

export function newSession(id: string, now: number): Session {
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

/** The fullest session with a free slot. This lets the other sessions become idle and end. */
export function fullestAvailable(sessions: Session[], slots: number): Session | undefined {
  return sessions
    .filter(({ draining, taken, leases }) => !draining && !taken && leases.size < slots)
    .sort((a, b) => b.leases.size - a.leases.size)[0];
}

/** Creates a lease on a session. */
export function createLease(session: Session, request: LeaseRequest, now: number): Lease {
  const { accountId, holdMs, alone } = request;
  const leaseId = randomHex(12);
  session.leases.set(leaseId, { accountId, expiresAt: now + holdMs });
  session.lastUsedAt = now;
  session.taken = alone;
  return { leaseId, sessionId: session.id, remoteAddress: session.remoteAddress };
}

/** Ends a lease, if it belongs to this session. A faulty session gets no new leases. */
export function endLease(session: Session, leaseId: string, faulty: boolean, now: number): void {
  if (!session.leases.delete(leaseId)) return;
  session.taken = false;
  session.captures += 1;
  session.lastUsedAt = now;
  session.draining ||= faulty || session.captures >= CAPTURES_PER_SESSION;
}

/** Removes expired leases. Their captures crashed or are late, so the session may be broken: it is drained. */
export function expireLeases(session: Session, now: number): void {
  for (const [leaseId, { expiresAt }] of session.leases) {
    if (expiresAt > now) continue;
    session.leases.delete(leaseId);
    session.draining = true;
  }
}

/** When to check a session again: when its first lease expires, or when it has been idle for `idleMs`. */
export function nextCheckAt({ leases, lastUsedAt }: Session, idleMs: number): number {
  if (leases.size === 0) return lastUsedAt + idleMs;
  return Math.min(...[...leases.values()].map(({ expiresAt }) => expiresAt));
}

/** Account id → number of its leases. */
export function leasesByAccount(sessions: Iterable<Session>): Map<string, number> {
  const held = new Map<string, number>();
  for (const { leases } of sessions) {
    for (const { accountId } of leases.values()) {
      held.set(accountId, (held.get(accountId) ?? 0) + 1);
    }
  }
  return held;
}
