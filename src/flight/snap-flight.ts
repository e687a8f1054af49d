import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env";
import { randomHex } from "../lib/secrets";

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
 * and the snap's key. It lives as long as somebody waits: nothing of it is stored.
 */
export class SnapFlight extends DurableObject<Env> {
  #leader: { ticket: string; leaseUntil: number } | null = null;
  #passengers: ((seat: Seat) => void)[] = [];

  /** Answers at once to the first caller; to the others when it has landed, or when one of them must take over. */
  async board(leaseMs: number): Promise<Seat> {
    if (!this.#leader) return this.#lead(leaseMs);
    const { leaseUntil } = this.#leader;
    return new Promise((resolve) => {
      this.#passengers.push(resolve);
      this.#watch(leaseMs, leaseUntil);
    });
  }

  /** Tells all who wait how it ended; only the leader can. */
  async land(ticket: string, landing: Landing): Promise<void> {
    if (this.#leader?.ticket !== ticket) return;
    this.#leader = null;
    for (const tell of this.#passengers.splice(0)) tell({ role: "passenger", landing });
  }

  #lead(leaseMs: number): Seat {
    this.#leader = { ticket: randomHex(12), leaseUntil: Date.now() + leaseMs };
    return { role: "leader", ticket: this.#leader.ticket };
  }

  #watch(leaseMs: number, leaseUntil: number): void {
    setTimeout(() => this.#takeOver(leaseMs), leaseUntil - Date.now());
  }

  /** A leader whose lease ran out is gone: the first who waits leads. */
  #takeOver(leaseMs: number): void {
    if (this.#leader && this.#leader.leaseUntil > Date.now()) return;
    const next = this.#passengers.shift();
    if (!next) return;
    next(this.#lead(leaseMs));
    // The others wait for this one now.
    if (this.#passengers.length > 0) this.#watch(leaseMs, Date.now() + leaseMs);
  }
}
