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
 * Lets one of many identical snaps capture, while the others wait for its result. Snaps are told apart by a key; many
 * keys share an object, since an object that was ever written to stays in the storage, as a file of a local server, when
 * nothing is left in it. Who leads is stored: an object that nobody waits for may be evicted. Whoever waits keeps it
 * where it is.
 */
export class SnapFlight extends DurableObject<Env> {
  #passengers = new Map<string, ((seat: Seat) => void)[]>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec(`CREATE TABLE IF NOT EXISTS leaders
      (key TEXT PRIMARY KEY, ticket TEXT, leads_since INTEGER, lease_until INTEGER)`);
    // One of a server that died leads nobody any more.
    sql.exec("DELETE FROM leaders WHERE leads_since < ?", aloneSince(env));
  }

  /** Answers at once to the first caller; to the others when it has landed, or when one of them must take over. */
  async board(key: string, leaseMs: number): Promise<Seat> {
    const leader = this.#leaderOf(key);
    if (!leader) return this.#lead(key, leaseMs);
    return new Promise((resolve) => {
      this.#passengers.set(key, [...this.#passengersOf(key), resolve]);
      this.#watch(key, leaseMs, leader.leaseUntil);
    });
  }

  /** Tells all who wait how it ended; only the leader can. */
  async land(key: string, ticket: string, landing: Landing): Promise<void> {
    if (this.#leaderOf(key)?.ticket !== ticket) return;
    this.ctx.storage.sql.exec("DELETE FROM leaders WHERE key = ?", key);
    const passengers = this.#passengersOf(key);
    this.#passengers.delete(key);
    for (const tell of passengers) tell({ role: "passenger", landing });
  }

  /** Forgets leaders that died while nobody waited for them. */
  override async alarm(): Promise<void> {
    const { sql } = this.ctx.storage;
    sql.exec("DELETE FROM leaders WHERE lease_until <= ?", Date.now());
    const { next } = sql
      .exec<{ next: number | null }>("SELECT min(lease_until) AS next FROM leaders")
      .one();
    if (next !== null) await this.ctx.storage.setAlarm(next);
  }

  async #lead(key: string, leaseMs: number): Promise<Seat> {
    const ticket = randomHex(12);
    const now = Date.now();
    const leaseUntil = now + leaseMs;
    const { sql } = this.ctx.storage;
    sql.exec("INSERT OR REPLACE INTO leaders VALUES (?, ?, ?, ?)", key, ticket, now, leaseUntil);
    const alarm = await this.ctx.storage.getAlarm();
    if (alarm === null || alarm > leaseUntil) await this.ctx.storage.setAlarm(leaseUntil);
    return { role: "leader", ticket };
  }

  #leaderOf(key: string): Leader | undefined {
    const query = "SELECT ticket, lease_until AS leaseUntil FROM leaders WHERE key = ?";
    return this.ctx.storage.sql.exec<Leader>(query, key).toArray()[0];
  }

  #passengersOf(key: string) {
    return this.#passengers.get(key) ?? [];
  }

  #watch(key: string, leaseMs: number, leaseUntil: number): void {
    setTimeout(() => this.#takeOver(key, leaseMs), leaseUntil - Date.now());
  }

  /** A leader whose lease ran out is gone: the first who waits leads. */
  async #takeOver(key: string, leaseMs: number): Promise<void> {
    const leader = this.#leaderOf(key);
    if (leader && leader.leaseUntil > Date.now()) return;
    const [next, ...others] = this.#passengersOf(key);
    if (!next) return;
    // The others wait for this one now.
    if (others.length > 0) this.#watch(key, leaseMs, Date.now() + leaseMs);
    if (others.length > 0) this.#passengers.set(key, others);
    else this.#passengers.delete(key);
    next(await this.#lead(key, leaseMs));
  }
}

interface Leader extends Record<string, SqlStorageValue> {
  ticket: string;
  leaseUntil: number;
}
