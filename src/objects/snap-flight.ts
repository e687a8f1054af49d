import { DurableObject } from "cloudflare:workers";
import type { FlightResult, Role, SnapFlightObject } from "../domain/single-flight-protocol";
import type { Env } from "../env";
import { randomHex } from "../lib/secrets";
import { aloneSince } from "../lib/started";

/**
 * Lets one of many equal snaps capture, while the others wait for its result. Equal snaps have the same key. Many keys
 * share an object, since the storage of an object remains even when it is empty, on a local server as a file. The
 * leader is stored, since an object without callers may be evicted. A waiting follower keeps the object in memory.
 */
export class SnapFlight extends DurableObject<Env> implements SnapFlightObject {
  #followers = new Map<string, ((role: Role) => void)[]>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec(`CREATE TABLE IF NOT EXISTS leaders
      (key TEXT PRIMARY KEY, ticket TEXT, leads_since INTEGER, lease_until INTEGER)`);
    // The leaders of an earlier run of a local server are gone.
    sql.exec("DELETE FROM leaders WHERE leads_since < ?", aloneSince(env));
  }

  /** Returns at once to the first caller. The others get the result, or must lead when the leader is lost. */
  async join(key: string, leaseMs: number): Promise<Role> {
    const leader = this.#leaderOf(key);
    if (!leader) return this.#lead(key, leaseMs);
    return new Promise((resolve) => {
      this.#followers.set(key, [...this.#followersOf(key), resolve]);
      this.#watch(key, leaseMs, leader.leaseUntil);
    });
  }

  /** Gives the result of the leader to all followers. */
  async finish(key: string, ticket: string, result: FlightResult): Promise<void> {
    if (this.#leaderOf(key)?.ticket !== ticket) return;
    this.ctx.storage.sql.exec("DELETE FROM leaders WHERE key = ?", key);
    const followers = this.#followersOf(key);
    this.#followers.delete(key);
    for (const tell of followers) tell({ role: "follower", result });
  }

  /** Deletes lost leaders without followers. */
  override async alarm(): Promise<void> {
    const { sql } = this.ctx.storage;
    sql.exec("DELETE FROM leaders WHERE lease_until <= ?", Date.now());
    const { next } = sql
      .exec<{ next: number | null }>("SELECT min(lease_until) AS next FROM leaders")
      .one();
    if (next !== null) await this.ctx.storage.setAlarm(next);
  }

  async #lead(key: string, leaseMs: number): Promise<Role> {
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

  #followersOf(key: string) {
    return this.#followers.get(key) ?? [];
  }

  #watch(key: string, leaseMs: number, leaseUntil: number): void {
    setTimeout(() => this.#takeOver(key, leaseMs), leaseUntil - Date.now());
  }

  /** When the leader's lease has expired, the first follower leads. */
  async #takeOver(key: string, leaseMs: number): Promise<void> {
    const leader = this.#leaderOf(key);
    if (leader && leader.leaseUntil > Date.now()) return;
    const [next, ...others] = this.#followersOf(key);
    if (!next) return;
    // The others wait for the new leader.
    if (others.length > 0) this.#watch(key, leaseMs, Date.now() + leaseMs);
    if (others.length > 0) this.#followers.set(key, others);
    else this.#followers.delete(key);
    next(await this.#lead(key, leaseMs));
  }
}

interface Leader extends Record<string, SqlStorageValue> {
  ticket: string;
  leaseUntil: number;
}
