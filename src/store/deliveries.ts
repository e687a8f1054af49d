import { asc, eq, lt, sql } from "drizzle-orm";
import type { Env } from "../env";
import { database, transaction } from "./db";
import {
  endHostRest,
  isBelowLimits,
  isDue,
  isHostBusy,
  isHostResting,
  nextOfHost,
  openAttemptsTo,
  startHostRest,
  type WakeUp,
  wakeUpsOf,
} from "./delivery-limits";
import { pauseStatements, resumeStatements } from "./endpoints";
import type { AttemptRow, DeliveryRow } from "./rows";
import { attempts, deliveries, slowHosts } from "./tables/deliveries";

/**
 * Claims a delivery for a worker; undefined when it is not due, when another worker has it, when it has ended, or when
 * the limits allow no more open attempts.
 */
export async function claimDelivery(
  env: Env,
  id: string,
  { now, leaseUntil }: { now: number; leaseUntil: number },
): Promise<DeliveryRow | undefined> {
  const [claimed] = await database(env)
    .update(deliveries)
    .set({ leaseUntil, attempts: sql`attempts + 1` })
    .where(sql`id = ${id} AND ${isDue(now)} AND ${isBelowLimits(now)}`)
    .returning();
  return claimed;
}

/** Undoes a claim, unless another worker has the delivery by now. The delivery is due at `nextAttemptAt`. */
export async function unclaimDelivery(
  env: Env,
  delivery: DeliveryRow,
  { now, nextAttemptAt }: { now: number; nextAttemptAt: number },
): Promise<WakeUp[]> {
  const { id, attempts, leaseUntil } = delivery;
  const results = await transaction(env, [
    sql`UPDATE deliveries SET lease_until = NULL, attempts = ${attempts - 1},
        next_attempt_at = ${nextAttemptAt}
      WHERE id = ${id} AND state = 'pending' AND lease_until = ${leaseUntil}`,
    nextOfHost(delivery, now),
  ]);
  return wakeUpsOf(results);
}

/**
 * Postpones a due delivery that only the account's or the service's limit refused; false when it waits for its host,
 * whose open attempts wake it.
 */
export async function postponeDelivery(
  env: Env,
  id: string,
  { now, until }: { now: number; until: number },
): Promise<boolean> {
  const postponed = await database(env)
    .update(deliveries)
    .set({ nextAttemptAt: until })
    .where(
      sql`id = ${id} AND ${isDue(now)} AND NOT ${isHostResting(now)} AND NOT ${isHostBusy(now)}`,
    )
    .returning({ id: deliveries.id });
  return postponed.length > 0;
}

export async function findDelivery(env: Env, id: string): Promise<DeliveryRow | undefined> {
  return database(env).select().from(deliveries).where(eq(deliveries.id, id)).get();
}

/** The outcome of an attempt, and what it changes. */
export interface AttemptResult {
  attempt: Omit<AttemptRow, "id">;
  state: DeliveryRow["state"];
  nextAttemptAt: number | null;
  /** Why the receiver is paused; null when it is not. */
  pauseBecause: string | null;
  /** Until when the host gets no attempt; null when it answered. */
  restUntil: number | null;
}

/**
 * Records an attempt and updates its delivery, its receiver and its host in one transaction. A delivery that was
 * restarted meanwhile does not change. One whose receiver was paused stays paused, unless it was delivered. Returns
 * the deliveries to the same host that may be attempted next.
 */
export async function recordAttempt(
  env: Env,
  delivery: DeliveryRow,
  { attempt, state, nextAttemptAt, pauseBecause, restUntil }: AttemptResult,
): Promise<WakeUp[]> {
  const { id, configurationId, url, leaseUntil } = delivery;
  const receiver = sql`configuration_id = ${configurationId} AND url = ${url}`;
  const delivered = attempt.outcome === "delivered";
  const results = await transaction(env, [
    sql`INSERT INTO attempts (delivery_id, at, outcome, status, duration_ms, note)
      SELECT id, ${attempt.at}, ${attempt.outcome}, ${attempt.status}, ${attempt.durationMs},
        ${attempt.note} FROM deliveries WHERE id = ${id}`,
    sql`UPDATE deliveries SET lease_until = NULL,
        state = iif(state = 'paused' AND ${state} = 'pending', 'paused', ${state}),
        next_attempt_at = iif(state = 'paused', NULL, ${nextAttemptAt})
      WHERE id = ${id} AND lease_until = ${leaseUntil}`,
    ...(delivered
      ? resumeStatements(receiver, attempt.at)
      : [
          sql`INSERT INTO endpoints (configuration_id, url, failing_since)
            SELECT configuration_id, url, ${attempt.at} FROM deliveries WHERE id = ${id}
            ON CONFLICT DO UPDATE SET failing_since = coalesce(failing_since, excluded.failing_since)`,
        ]),
    ...(pauseBecause ? pauseStatements(receiver, attempt.at, pauseBecause) : []),
    restUntil ? startHostRest(id, restUntil) : endHostRest(delivery),
    nextOfHost(delivery, attempt.at + attempt.durationMs),
  ]);
  return wakeUpsOf(results);
}

/** Starts a delivery again, whatever its state. The attempts already made stay recorded. */
export async function restartDelivery(env: Env, id: string, now: number): Promise<void> {
  await database(env)
    .update(deliveries)
    .set({ state: "pending", attempts: 0, nextAttemptAt: now, leaseUntil: null })
    .where(eq(deliveries.id, id));
}

/** All attempts of a delivery, oldest first. */
export async function listAttempts(env: Env, deliveryId: string): Promise<AttemptRow[]> {
  return database(env)
    .select()
    .from(attempts)
    .where(eq(attempts.deliveryId, deliveryId))
    .orderBy(asc(attempts.id));
}

/**
 * Deliveries due before `before` that nothing has started: the oldest one to each host without an open attempt. When
 * its attempt ends, it wakes the next ones.
 */
export async function listOverdueDeliveries(
  env: Env,
  { now, before }: { now: number; before: number },
): Promise<string[]> {
  // The unary plus stops SQLite from choosing an index for the groups and reading all pending deliveries.
  const rows = await database(env).all<{ id: string }>(sql`SELECT id, min(next_attempt_at)
    FROM deliveries
    WHERE ${isDue(now)} AND next_attempt_at < ${before}
      AND NOT ${isHostResting(now)} AND ${openAttemptsTo(sql`deliveries`, now)} = 0
    GROUP BY +account_id, +host LIMIT 100`);
  return rows.map((row) => row.id);
}

/** Forgets hosts whose rest ended before a moment and that were not called since. */
export async function forgetSlowHosts(env: Env, before: number): Promise<void> {
  await database(env).delete(slowHosts).where(lt(slowHosts.restUntil, before));
}
