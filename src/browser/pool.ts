import { DurableObject } from "cloudflare:workers";
import puppeteer from "@cloudflare/puppeteer";
import type { Env } from "../env";
import { logError } from "../lib/log";
import { randomHex } from "../lib/secrets";
import { within } from "../lib/within";
import { closeSession } from "./session";

/** A place on a browser session, lent until it is released or expires. */
export interface Lease {
  leaseId: string;
  sessionId: string;
}

/** What a capture asks a place for. */
export interface LeaseRequest {
  /** Interactive snaps go before background captures. */
  priority: "interactive" | "background";
  /** Milliseconds to wait for a place. */
  waitMs: number;
  /** Milliseconds the place may be held: a lease that expires drains its session. */
  holdMs: number;
}

/**
 * Knows the browser sessions of one part of the world and who is using them, and hands out leases.
 * It does no page work: captures connect to the session by themselves.
 */
export class BrowserPool extends DurableObject<Env> {
  #sessions = new Map<string, Session>();
  #waiting: Waiter[] = [];
  #starting = 0;
  /** No session is started before this moment: the platform said so, or a start failed. */
  #startAfter = 0;
  #ticking = false;
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
    const giveUpAt = Date.now() + request.waitMs;
    await this.#forgetEnded();
    const lease = new Promise<Lease | null>((resolve) => {
      this.#waiting.push({ request, resolve, giveUpAt });
    });
    await this.#dispatch();
    return lease;
  }

  /** Gives a place back; a faulty session takes no more captures and is closed when its last one left. */
  async release(leaseId: string, { faulty }: { faulty: boolean }): Promise<void> {
    for (const session of this.#sessions.values()) {
      if (!session.leases.delete(leaseId)) continue;
      session.captures += 1;
      session.lastUsedAt = Date.now();
      session.draining ||= faulty || session.captures >= CAPTURES_PER_SESSION;
    }
    await this.#dispatch();
  }

  /** Serves those who wait, the urgent first, and starts sessions when all places are taken. */
  async #dispatch(): Promise<void> {
    this.#expireLeases();
    this.#closeDrained();
    this.#waiting.sort((a, b) => urgency(a) - urgency(b));
    for (let session = this.#fullestWithPlace(); session; session = this.#fullestWithPlace()) {
      const waiter = this.#waiting.shift();
      if (!waiter) break;
      waiter.resolve(grant(session, waiter.request));
    }
    this.#dismissLate();
    await this.ctx.storage.put(SESSIONS, [...this.#sessions.values()]);
    this.#startSessions();
    this.#tickWhileWaiting();
  }

  /** The fullest session with a free place: the others may fall idle and end. */
  #fullestWithPlace(): Session | undefined {
    return [...this.#sessions.values()]
      .filter((session) => !session.draining && session.leases.size < this.#placesPerSession)
      .sort((a, b) => b.leases.size - a.leases.size)[0];
  }

  #startSessions(): void {
    const wanted = Math.ceil(this.#waiting.length / this.#placesPerSession) - this.#starting;
    const allowed = Number(this.env.BROWSER_MAX_SESSIONS) - this.#sessions.size - this.#starting;
    if (Date.now() < this.#startAfter) return;
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
        this.#sessions.set(sessionId, freshSession(sessionId));
      } else {
        const waitMs = Math.max(timeUntilNextAllowedBrowserAcquisition, START_PAUSE_MS);
        this.#startAfter = Date.now() + waitMs;
      }
    } catch (error) {
      logError("browser_start_failed", error);
      this.#startAfter = Date.now() + START_PAUSE_MS;
    } finally {
      this.#starting -= 1;
    }
    await this.#dispatch();
  }

  #expireLeases(): void {
    for (const session of this.#sessions.values()) {
      for (const [leaseId, expiresAt] of session.leases) {
        if (expiresAt > Date.now()) continue;
        session.leases.delete(leaseId);
        session.draining = true;
      }
    }
  }

  #closeDrained(): void {
    for (const session of this.#sessions.values()) {
      if (!session.draining || session.leases.size > 0) continue;
      this.#sessions.delete(session.id);
      this.ctx.waitUntil(closeSession(this.env.BROWSER, session.id));
    }
  }

  #dismissLate(): void {
    const late = this.#waiting.filter((waiter) => waiter.giveUpAt <= Date.now());
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
    const idleSince = Date.now() - IDLE_MS;
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
/** A browser that lived long has leaked: it is replaced after so many captures. */
const CAPTURES_PER_SESSION = 200;
/** The platform ends a session after 60 s without a command: https://developers.cloudflare.com/browser-run/limits/ */
const IDLE_MS = 30_000;
const START_PAUSE_MS = 2_000;
const TICK_MS = 250;

/** The binding's answer, or an error where it keeps us waiting. */
function soon<T>(answer: Promise<T>): Promise<T> {
  return within(ANSWER_TIMEOUT_MS, answer, () => new Error("The browser binding did not answer"));
}

/** A cold start takes 2 to 4 s, a download on a machine of one's own longer. */
const ANSWER_TIMEOUT_MS = 60_000;

interface Session {
  id: string;
  /** Lease id → Unix milliseconds at which it expires. */
  leases: Map<string, number>;
  captures: number;
  lastUsedAt: number;
  /** Lends no more places, and is closed when the last one is back. */
  draining: boolean;
}

interface Waiter {
  request: LeaseRequest;
  resolve: (lease: Lease | null) => void;
  giveUpAt: number;
}

function freshSession(id: string): Session {
  return { id, leases: new Map(), captures: 0, lastUsedAt: Date.now(), draining: false };
}

function grant(session: Session, request: LeaseRequest): Lease {
  const leaseId = randomHex(12);
  session.leases.set(leaseId, Date.now() + request.holdMs);
  session.lastUsedAt = Date.now();
  return { leaseId, sessionId: session.id };
}

/** Sort key; the sort is stable, so that equals keep the order in which they came. */
function urgency({ request }: Waiter): number {
  return request.priority === "interactive" ? 0 : 1;
}
