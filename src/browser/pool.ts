import { DurableObject } from "cloudflare:workers";
import puppeteer from "@cloudflare/puppeteer";
import type { Env } from "../env";
import { logError } from "../lib/log";
import { within } from "../lib/within";
import {
  endOf,
  expireLeases,
  freshSession,
  fullestWithPlace,
  grant,
  heldPlaces,
  type Lease,
  type LeaseRequest,
  type Session,
  takeBack,
} from "./places";
import { closeSession } from "./session";
import { nextToServe } from "./turns";

/**
 * Knows the browser sessions of one part of the world and who is using them, and hands out leases.
 * It does no page work: captures connect to the session by themselves.
 */
export class BrowserPool extends DurableObject<Env> {
  /** Unix milliseconds; tests move this clock. */
  now = Date.now;
  #sessions = new Map<string, Session>();
  #waiting: Waiter[] = [];
  /** Account id → number of its last turn, of those that wait or hold a place. */
  #turns = new Map<string, number>();
  #turn = 0;
  #starting = 0;
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

  /** Gives a place back; a faulty session takes no more captures and is closed when its last one left. */
  async release(leaseId: string, { faulty }: { faulty: boolean }): Promise<void> {
    for (const session of this.#sessions.values()) takeBack(session, leaseId, faulty, this.now());
    await this.#dispatch();
  }

  /** Nobody came: closes sessions that nobody uses, and gives up leases that were not given back. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    for (const session of this.#sessions.values()) {
      session.draining ||= session.leases.size === 0 && endOf(session) <= this.now();
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
    const places = this.#maxSessions * this.#placesPerSession;
    for (;;) {
      const held = heldPlaces(this.#sessions.values());
      const session = fullestWithPlace([...this.#sessions.values()], this.#placesPerSession);
      const waiter = session && nextToServe(this.#waiting, { places, held, turns: this.#turns });
      if (!waiter) break;
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
      this.#turn += 1;
      this.#turns.set(waiter.accountId, this.#turn);
      waiter.resolve(grant(session, waiter, this.now()));
    }
    this.#forgetTurns();
  }

  #forgetTurns(): void {
    const held = heldPlaces(this.#sessions.values());
    const waiting = new Set(this.#waiting.map(({ accountId }) => accountId));
    for (const account of this.#turns.keys()) {
      if (!held.has(account) && !waiting.has(account)) this.#turns.delete(account);
    }
  }

  async #setAlarm(): Promise<void> {
    const at = Math.min(...[...this.#sessions.values()].map(endOf));
    if (at === this.#alarmAt) return;
    this.#alarmAt = at;
    if (Number.isFinite(at)) await this.ctx.storage.setAlarm(at);
    else await this.ctx.storage.deleteAlarm();
  }

  #startSessions(): void {
    const wanted = Math.ceil(this.#waiting.length / this.#placesPerSession) - this.#starting;
    const allowed = this.#maxSessions - this.#sessions.size - this.#starting;
    if (this.now() < this.#startAfter) return;
    for (let n = 0; n < Math.min(wanted, allowed); n++) this.ctx.waitUntil(this.#startSession());
  }

  async #startSession(): Promise<void> {
    this.#starting += 1;
    try {
      const { allowedBrowserAcquisitions, timeUntilNextAllowedBrowserAcquisition } = await soon(
        puppeteer.limits(this.env.BROWSER),
      );
      if (allowedBrowserAcquisitions > 0) {
        const { sessionId } = await soon(puppeteer.acquire(this.env.BROWSER));
        this.#sessions.set(sessionId, freshSession(sessionId, this.now()));
      } else {
        const waitMs = Math.max(timeUntilNextAllowedBrowserAcquisition, START_PAUSE_MS);
        this.#startAfter = this.now() + waitMs;
      }
    } catch (error) {
      logError("browser_start_failed", error);
      this.#startAfter = this.now() + START_PAUSE_MS;
    } finally {
      this.#starting -= 1;
    }
    await this.#dispatch();
  }

  #closeDrained(): void {
    for (const session of this.#sessions.values()) {
      if (!session.draining || session.leases.size > 0) continue;
      this.#sessions.delete(session.id);
      this.ctx.waitUntil(closeSession(this.env.BROWSER, session.id));
    }
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
      (session) => !this.#verified || session.lastUsedAt < idleSince,
    );
    if (idle.length === 0) {
      this.#verified = true;
      return;
    }
    try {
      const open = await soon(puppeteer.sessions(this.env.BROWSER));
      const alive = new Set(open.map((session) => session.sessionId));
      for (const session of idle) if (!alive.has(session.id)) this.#sessions.delete(session.id);
      this.#verified = true;
    } catch (error) {
      // Who gets a place on one that is gone asks for another.
      logError("browser_sessions_failed", error);
    }
  }

  get #maxSessions(): number {
    return Number(this.env.BROWSER_MAX_SESSIONS);
  }

  get #placesPerSession(): number {
    return Number(this.env.BROWSER_CONTEXTS_PER_SESSION);
  }
}

/** Up to version 0.1 "sessions", whose leases named no account. */
const SESSIONS = "leased_sessions";
/** A session that nobody used for so long may have ended by itself. */
const IDLE_MS = 30_000;
const START_PAUSE_MS = 2_000;
const TICK_MS = 250;

/** The binding's answer, or an error where it keeps us waiting. */
function soon<T>(answer: Promise<T>): Promise<T> {
  return within(ANSWER_TIMEOUT_MS, answer, () => new Error("The browser binding did not answer"));
}

/** A cold start takes 2 to 4 s, a download on a machine of one's own longer. */
const ANSWER_TIMEOUT_MS = 60_000;

interface Waiter extends LeaseRequest {
  resolve: (lease: Lease | null) => void;
  giveUpAt: number;
}
