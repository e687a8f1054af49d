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
  type Lease,
  type LeaseRequest,
  type Session,
  takeBack,
} from "./places";
import { closeSession } from "./session";

/**
 * Knows the browser sessions of one part of the world and who is using them, and hands out leases.
 * It does no page work: captures connect to the session by themselves.
 */
export class BrowserPool extends DurableObject<Env> {
  /** Unix milliseconds; tests move this clock. */
  now = Date.now;
  #sessions = new Map<string, Session>();
  #waiting: Waiter[] = [];
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
      this.#waiting.push({ request, resolve, giveUpAt });
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

  /** Serves those who wait, the urgent first, and starts sessions when all places are taken. */
  async #dispatch(): Promise<void> {
    for (const session of this.#sessions.values()) expireLeases(session, this.now());
    this.#closeDrained();
    this.#waiting.sort((a, b) => urgency(a) - urgency(b));
    for (;;) {
      const session = fullestWithPlace([...this.#sessions.values()], this.#placesPerSession);
      const waiter = session && this.#waiting.shift();
      if (!waiter) break;
      waiter.resolve(grant(session, waiter.request, this.now()));
    }
    this.#dismissLate();
    await this.ctx.storage.put(SESSIONS, [...this.#sessions.values()]);
    await this.#setAlarm();
    this.#startSessions();
    this.#tickWhileWaiting();
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
    const allowed = Number(this.env.BROWSER_MAX_SESSIONS) - this.#sessions.size - this.#starting;
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

  get #placesPerSession(): number {
    return Number(this.env.BROWSER_CONTEXTS_PER_SESSION);
  }
}

const SESSIONS = "sessions";
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

interface Waiter {
  request: LeaseRequest;
  resolve: (lease: Lease | null) => void;
  giveUpAt: number;
}

/** Sort key; the sort is stable, so that equals keep the order in which they came. */
function urgency({ request }: Waiter): number {
  return request.priority === "interactive" ? 0 : 1;
}
