import { DurableObject } from "cloudflare:workers";
import type {
  BrowserPoolObject,
  Lease,
  LeaseRequest,
  Release,
  RemoteAddress,
} from "../browser/sessions/pool-protocol";
import { type PoolSettings, poolSettings } from "../browser/sessions/pool-settings";
import { serve, wantedSessions } from "../browser/sessions/serving";
import { closeSession, openSessionIds, startSession } from "../browser/sessions/session";
import {
  endOf,
  expireLeases,
  freshSession,
  type Session,
  takeBack,
} from "../browser/sessions/session-leases";
import type { Env } from "../env";
import { log, logError } from "../lib/log";

/**
 * Knows the browser sessions of one part of the world and who is using them, and hands out leases.
 * It does no page work: captures connect to the session by themselves.
 */
export class BrowserPool extends DurableObject<Env> implements BrowserPoolObject {
  /** Unix milliseconds; tests move this clock. */
  now = Date.now;
  #sessions = new Map<string, Session>();
  #waiting: Waiter[] = [];
  #starting = 0;
  /** Sessions that are being closed: the platform may count them until they are gone. */
  #closing = new Set<Promise<void>>();
  /** No session is started before this moment: the platform said so, or a start failed. */
  #startAfter = 0;
  #ticking = false;
  /** What the alarm is set for, as far as this instance has set it. */
  #alarmAt: number | null = null;
  /** False until the stored sessions were looked at: they may be those of another run. */
  #verified = false;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.blockConcurrencyWhile(async () => {
      const stored = await state.storage.get<Session[]>(SESSIONS);
      this.#sessions = new Map(stored?.map((session) => [session.id, session]));
    });
  }

  /** A place on a session, or null when none came free in time. */
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
   * Gives a place back. A faulty session takes no more captures and is closed when its last one left. A lost one,
   * which does not answer any more, is closed at once; its other leases are void.
   */
  async release(leaseId: string, { faulty, lost }: Release): Promise<void> {
    for (const session of this.#sessions.values()) {
      if (lost && session.leases.has(leaseId)) this.#close(session.id);
      else takeBack(session, leaseId, faulty, this.now());
    }
    await this.#dispatch();
  }

  /** Remembers what the probe of a session found, and answers what counts; `unavailable` is logged. */
  async reportRemoteAddress(sessionId: string, found: RemoteAddress): Promise<RemoteAddress> {
    const session = this.#sessions.get(sessionId);
    if (!session) return found;
    // Captures that begin at the same time probe at the same time: one that finds real addresses decides.
    if (session.remoteAddress === "real" || session.remoteAddress === found) {
      return session.remoteAddress;
    }
    session.remoteAddress = found;
    if (found === "unavailable") log("remote_address_unavailable", { session_id: sessionId });
    await this.ctx.storage.put({ [SESSIONS]: [...this.#sessions.values()], [PROBED]: found });
    return found;
  }

  /** What the newest probe of a session found. */
  async remoteAddress(): Promise<RemoteAddress> {
    return (await this.ctx.storage.get<RemoteAddress>(PROBED)) ?? "not_probed";
  }

  /** Nobody came: closes sessions that nobody uses, and gives up leases that were not given back. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    const { idleMs } = this.#settings;
    for (const session of this.#sessions.values()) {
      session.draining ||= session.leases.size === 0 && endOf(session, idleMs) <= this.now();
    }
    await this.#dispatch();
  }

  /** Serves those who wait, in turn, and starts sessions when all places are taken. */
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
    const { granted, waiting } = serve(this.#waiting, sessions, this.#settings, this.now());
    this.#waiting = waiting;
    for (const { waiter, lease } of granted) waiter.resolve(lease);
  }

  async #setAlarm(): Promise<void> {
    const { idleMs } = this.#settings;
    const at = Math.min(...[...this.#sessions.values()].map((session) => endOf(session, idleMs)));
    if (at === this.#alarmAt) return;
    this.#alarmAt = at;
    if (Number.isFinite(at)) await this.ctx.storage.setAlarm(at);
    else await this.ctx.storage.deleteAlarm();
  }

  /** A session that drains does not stand in the way of a new one; all that are open are at most twice as many. */
  #startSessions(): void {
    if (this.now() < this.#startAfter) return;
    const { maxSessions } = this.#settings;
    const sessions = [...this.#sessions.values()];
    const wanted = wantedSessions(this.#waiting, sessions, this.#settings);
    const allowed = 2 * maxSessions - sessions.length - this.#closing.size;
    const count = Math.min(wanted, allowed) - this.#starting;
    for (let n = 0; n < count; n++) this.ctx.waitUntil(this.#startSession());
  }

  async #startSession(): Promise<void> {
    this.#starting += 1;
    try {
      const started = await startSession(this.env.BROWSER);
      if ("sessionId" in started) this.#admit(started.sessionId);
      // One that is being closed may be what the platform waits for.
      else if (this.#closing.size > 0) await Promise.race(this.#closing);
      else this.#startAfter = this.now() + Math.max(started.waitMs, START_PAUSE_MS);
    } catch (error) {
      logError("browser_start_failed", error);
      this.#startAfter = this.now() + START_PAUSE_MS;
    } finally {
      this.#starting -= 1;
    }
    await this.#dispatch();
  }

  #admit(sessionId: string): void {
    // Whoever waited was served meanwhile, or left: an idle browser costs.
    if (this.#waiting.length === 0) this.#close(sessionId);
    else this.#sessions.set(sessionId, freshSession(sessionId, this.now()));
  }

  #closeDrained(): void {
    for (const session of this.#sessions.values()) {
      if (session.draining && session.leases.size === 0) this.#close(session.id);
    }
  }

  #close(sessionId: string): void {
    this.#sessions.delete(sessionId);
    const closing = closeSession(this.env.BROWSER, sessionId).finally(() => {
      this.#closing.delete(closing);
    });
    this.#closing.add(closing);
    this.ctx.waitUntil(closing);
  }

  #dismissLate(): void {
    const late = this.#waiting.filter((waiter) => waiter.giveUpAt <= this.now());
    this.#waiting = this.#waiting.filter((waiter) => !late.includes(waiter));
    for (const waiter of late) waiter.resolve(null);
  }

  /** Leases expire and deadlines pass without a call: look again while somebody waits. */
  #tickWhileWaiting(): void {
    if (this.#ticking || this.#waiting.length === 0) return;
    this.#ticking = true;
    setTimeout(() => {
      this.#ticking = false;
      if (this.#waiting.length > 0) this.ctx.waitUntil(this.#dispatch());
    }, TICK_MS);
  }

  /** An idle session may have ended by itself: ask before lending it. */
  async #forgetEnded(): Promise<void> {
    const idleSince = this.now() - IDLE_MS;
    const idle = [...this.#sessions.values()].filter(
      ({ leases, lastUsedAt }) => !this.#verified || (leases.size === 0 && lastUsedAt < idleSince),
    );
    if (idle.length === 0) {
      this.#verified = true;
      return;
    }
    try {
      const alive = await openSessionIds(this.env.BROWSER);
      for (const session of idle) if (!alive.has(session.id)) this.#sessions.delete(session.id);
      this.#verified = true;
    } catch (error) {
      // Who gets a place on one that is gone asks for another.
      logError("browser_sessions_failed", error);
    }
  }

  get #settings(): PoolSettings {
    return poolSettings(this.env);
  }
}

/** Up to version 0.1 "sessions", whose leases named no account. */
const SESSIONS = "leased_sessions";
const PROBED = "remote_address";
/** A session that nobody used for so long may have ended by itself. */
const IDLE_MS = 30_000;
const START_PAUSE_MS = 2_000;
const TICK_MS = 250;

interface Waiter extends LeaseRequest {
  resolve: (lease: Lease | null) => void;
  giveUpAt: number;
}
