import { DurableObject } from "cloudflare:workers";
import type {
  BrowserPoolObject,
  Lease,
  LeaseRequest,
  Release,
  RemoteAddress,
} from "../browser/sessions/pool-protocol";
import { type PoolSettings, poolSettings } from "../browser/sessions/pool-settings";
import { grantLeases, wantedSessions } from "../browser/sessions/serving";
import {
  endLease,
  expireLeases,
  newSession,
  nextCheckAt,
  type Session,
} from "../browser/sessions/session-leases";
import type { Env } from "../env";
import { log } from "../lib/log";
import { removeEnded, sessionLifecycle } from "./session-lifecycle";

/**
 * Knows the browser sessions of one continent and who uses them, and grants leases. It opens no pages: captures connect
 * to the session themselves.
 */
export class BrowserPool extends DurableObject<Env> implements BrowserPoolObject {
  /** Unix milliseconds; tests move this clock. */
  now = Date.now;
  #sessions = new Map<string, Session>();
  #waiting: Waiter[] = [];
  #lifecycle = sessionLifecycle({ browser: () => this.env.BROWSER, now: () => this.now() });
  #ticking = false;
  /** The time of the alarm that this instance has set. */
  #alarmAt: number | null = null;
  /** False until the stored sessions were checked: they may belong to an earlier run. */
  #verified = false;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.blockConcurrencyWhile(async () => {
      const stored = await state.storage.get<Session[]>(SESSIONS);
      this.#sessions = new Map(stored?.map((session) => [session.id, session]));
    });
  }

  /** A lease of a session; null when no session had room in time. */
  async acquire(request: LeaseRequest): Promise<Lease | null> {
    const giveUpAt = this.now() + request.waitMs;
    await this.#forgetEnded();
    const lease = new Promise<Lease | null>((resolve) => {
      this.#waiting.push({ ...request, resolve, giveUpAt });
    });
    await this.#dispatch();
    return lease;
  }

  /**
   * Returns a lease. A faulty session gets no more captures and is closed after its last one. A lost session, which no
   * longer answers, is closed at once, and its other leases are void.
   */
  async release(leaseId: string, { faulty, lost }: Release): Promise<void> {
    for (const session of this.#sessions.values()) {
      if (lost && session.leases.has(leaseId)) this.#close(session.id);
      else endLease(session, leaseId, faulty, this.now());
    }
    await this.#dispatch();
  }

  /** Stores the result of a session's probe and returns the valid result. Logs `unavailable`. */
  async reportRemoteAddress(sessionId: string, found: RemoteAddress): Promise<RemoteAddress> {
    const session = this.#sessions.get(sessionId);
    if (!session) return found;
    // Captures that start at the same time probe at the same time: one that finds real addresses decides.
    if (session.remoteAddress === "real" || session.remoteAddress === found) {
      return session.remoteAddress;
    }
    session.remoteAddress = found;
    if (found === "unavailable") log("remote_address_unavailable", { session_id: sessionId });
    await this.ctx.storage.put({ [SESSIONS]: [...this.#sessions.values()], [PROBED]: found });
    return found;
  }

  /** The result of the latest probe of a session. */
  async remoteAddress(): Promise<RemoteAddress> {
    return (await this.ctx.storage.get<RemoteAddress>(PROBED)) ?? "not_probed";
  }

  /** Closes unused sessions and ends leases that were not returned. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    const { idleMs } = this.#settings;
    for (const session of this.#sessions.values()) {
      session.draining ||= session.leases.size === 0 && nextCheckAt(session, idleMs) <= this.now();
    }
    await this.#dispatch();
  }

  /** Grants leases to waiting captures in turn, and starts sessions when all are full. */
  async #dispatch(): Promise<void> {
    for (const session of this.#sessions.values()) expireLeases(session, this.now());
    this.#closeDrained();
    this.#serve();
    this.#dismissLate();
    await this.ctx.storage.put(SESSIONS, [...this.#sessions.values()]);
    await this.#setAlarm();
    this.#startSessions();
    this.#tickWhileWaiting();
  }

  #serve(): void {
    const sessions = [...this.#sessions.values()];
    const { granted, waiting } = grantLeases(this.#waiting, sessions, this.#settings, this.now());
    this.#waiting = waiting;
    for (const { waiter, lease } of granted) waiter.resolve(lease);
  }

  async #setAlarm(): Promise<void> {
    const { idleMs } = this.#settings;
    const at = Math.min(
      ...[...this.#sessions.values()].map((session) => nextCheckAt(session, idleMs)),
    );
    if (at === this.#alarmAt) return;
    this.#alarmAt = at;
    if (Number.isFinite(at)) await this.ctx.storage.setAlarm(at);
    else await this.ctx.storage.deleteAlarm();
  }

  /** A draining session does not count against the limit of sessions, but the total is at most twice the limit. */
  #startSessions(): void {
    const { closing, starting, startAfter } = this.#lifecycle;
    if (this.now() < startAfter) return;
    const { maxSessions } = this.#settings;
    const sessions = [...this.#sessions.values()];
    const wanted = wantedSessions(this.#waiting, sessions, this.#settings);
    const allowed = 2 * maxSessions - sessions.length - closing.size;
    const count = Math.min(wanted, allowed) - starting;
    for (let n = 0; n < count; n++) {
      const started = this.#lifecycle.start((sessionId) => this.#admit(sessionId));
      this.ctx.waitUntil(started.then(() => this.#dispatch()));
    }
  }

  #admit(sessionId: string): void {
    // Nobody waits any more, and an idle browser costs money.
    if (this.#waiting.length === 0) this.#close(sessionId);
    else this.#sessions.set(sessionId, newSession(sessionId, this.now()));
  }

  #closeDrained(): void {
    for (const session of this.#sessions.values()) {
      if (session.draining && session.leases.size === 0) this.#close(session.id);
    }
  }

  #close(sessionId: string): void {
    this.#sessions.delete(sessionId);
    this.ctx.waitUntil(this.#lifecycle.close(sessionId));
  }

  #dismissLate(): void {
    const late = this.#waiting.filter((waiter) => waiter.giveUpAt <= this.now());
    this.#waiting = this.#waiting.filter((waiter) => !late.includes(waiter));
    for (const waiter of late) waiter.resolve(null);
  }

  /** Leases expire and deadlines pass without a call, so check repeatedly while captures wait. */
  #tickWhileWaiting(): void {
    if (this.#ticking || this.#waiting.length === 0) return;
    this.#ticking = true;
    setTimeout(() => {
      this.#ticking = false;
      if (this.#waiting.length > 0) this.ctx.waitUntil(this.#dispatch());
    }, TICK_MS);
  }

  /** An idle session may have ended: check before it is leased. */
  async #forgetEnded(): Promise<void> {
    const idleSince = this.now() - IDLE_MS;
    const idle = [...this.#sessions.values()].filter(
      ({ leases, lastUsedAt }) => !this.#verified || (leases.size === 0 && lastUsedAt < idleSince),
    );
    if (idle.length > 0 && !(await removeEnded(this.env.BROWSER, this.#sessions, idle))) return;
    this.#verified = true;
  }

  get #settings(): PoolSettings {
    return poolSettings(this.env);
  }
}

/** Not "sessions", the key up to version 0.1: its leases had no account. */
const SESSIONS = "leased_sessions";
const PROBED = "remote_address";
const IDLE_MS = 30_000;
const TICK_MS = 250;

interface Waiter extends LeaseRequest {
  resolve: (lease: Lease | null) => void;
  giveUpAt: number;
}
