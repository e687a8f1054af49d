import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env";
import { randomHex } from "../lib/secrets";
import { aloneSince } from "../lib/started";

/** How a capture that several callers wait for ended. */
export type Landing = { jobId: string } | { failure: Failure };

/** An error, as it crosses from one object to another. */
export interface Failure {
  code: string;
  note: string;
  /** What belongs beside them, as JSON. */
  more: string;
}

/** What a caller is told: to capture for all, or what the one who did has got. */
export type Seat = { role: "leader"; ticket: string } | { role: "passenger"; landing: Landing };

/**
 * Lets one of many identical snaps capture, while the others wait for its result; the object's name is the account
 * and the snap's key. Who leads is stored, since an object that nobody waits for may be evicted; whoever waits
 * keeps it where it is.
 */
export class SnapFlight extends DurableObject<Env> {
  #passengers: ((seat: Seat) => void)[] = [];

  /** Answers at once to the first caller; to the others when it has landed, or when one of them must take over. */
  async board(leaseMs: number): Promise<Seat> {
    const leader = this.#leader;
    if (!leader) return this.#lead(leaseMs);
    return new Promise((resolve) => {
      this.#passengers.push(resolve);
      this.#watch(leaseMs, leader.leaseUntil);
    });
  }

  /** Tells all who wait how it ended; only the leader can. */
  async land(ticket: string, landing: Landing): Promise<void> {
    if (this.#leader?.ticket !== ticket) return;
    this.ctx.storage.kv.delete(LEADER);
    // An object that has nothing left costs nothing.
    const cleared = this.ctx.storage.deleteAll();
    for (const tell of this.#passengers.splice(0)) tell({ role: "passenger", landing });
    await cleared;
  }

  #lead(leaseMs: number): Seat {
    const now = Date.now();
    const leader = { ticket: randomHex(12), leadsSince: now, leaseUntil: now + leaseMs };
    this.ctx.storage.kv.put(LEADER, leader);
    return { role: "leader", ticket: leader.ticket };
  }

  get #leader(): Leader | undefined {
    const leader = this.ctx.storage.kv.get<Leader>(LEADER);
    // One of a server that died leads nobody any more.
    return leader && leader.leadsSince >= aloneSince(this.env) ? leader : undefined;
  }

  #watch(leaseMs: number, leaseUntil: number): void {
    setTimeout(() => this.#takeOver(leaseMs), leaseUntil - Date.now());
  }

  /** A leader whose lease ran out is gone: the first who waits leads. */
  #takeOver(leaseMs: number): void {
    const leader = this.#leader;
    if (leader && leader.leaseUntil > Date.now()) return;
    const next = this.#passengers.shift();
    if (!next) return;
    next(this.#lead(leaseMs));
    // The others wait for this one now.
    if (this.#passengers.length > 0) this.#watch(leaseMs, Date.now() + leaseMs);
  }
}

interface Leader {
  ticket: string;
  leadsSince: number;
  leaseUntil: number;
}

const LEADER = "leader";
