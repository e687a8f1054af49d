import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import { database, transaction } from "./db";
import { type AttemptRow, attempts, type DeliveryRow, deliveries } from "./tables";

/** A worker takes a delivery that is due; undefined when it is not, when another has it, or when it ended. */
export async function claimDelivery(
  env: Env,
  id: string,
  { now, leaseUntil }: { now: number; leaseUntil: number },
): Promise<DeliveryRow | undefined> {
  const [claimed] = await database(env)
    .update(deliveries)
    .set({ leaseUntil, attempts: sql`attempts + 1` })
    .where(
      sql`id = ${id} AND state = 'pending' AND next_attempt_at <= ${now}
        AND (lease_until IS NULL OR lease_until <= ${now})`,
    )
    .returning();
  return claimed;
}

/** Takes a claim back, as if it had not been made, unless another worker has the delivery by now; it is due later. */
export async function unclaimDelivery(
  env: Env,
  { id, attempts, leaseUntil }: DeliveryRow,
  nextAttemptAt: number,
): Promise<void> {
  await database(env)
    .update(deliveries)
    .set({ leaseUntil: null, attempts: attempts - 1, nextAttemptAt })
    .where(sql`id = ${id} AND state = 'pending' AND lease_until = ${leaseUntil}`);
}

export async function findDelivery(env: Env, id: string): Promise<DeliveryRow | undefined> {
  return database(env).select().from(deliveries).where(eq(deliveries.id, id)).get();
}

/** What came of an attempt, and what follows from it. */
export interface AttemptResult {
  attempt: Omit<AttemptRow, "id">;
  state: DeliveryRow["state"];
  nextAttemptAt: number | null;
  /** Why the receiver is not called any more. */
  pauseBecause: string | null;
}

/**
 * Records an attempt, moves its delivery on, and keeps the receiver's record, all or nothing. A delivery that was
 * begun again meanwhile is left as it is; one whose receiver was paused waits, unless it was delivered.
 */
export async function recordAttempt(
  env: Env,
  { id, configurationId, url, leaseUntil }: DeliveryRow,
  { attempt, state, nextAttemptAt, pauseBecause }: AttemptResult,
): Promise<void> {
  const receiver = sql`configuration_id = ${configurationId} AND url = ${url}`;
  const delivered = attempt.outcome === "delivered";
  await transaction(env, [
    sql`INSERT INTO attempts (delivery_id, at, outcome, status, duration_ms, note)
      SELECT id, ${attempt.at}, ${attempt.outcome}, ${attempt.status}, ${attempt.durationMs},
        ${attempt.note} FROM deliveries WHERE id = ${id}`,
    sql`UPDATE deliveries SET lease_until = NULL,
        state = iif(state = 'paused' AND ${state} = 'pending', 'paused', ${state}),
        next_attempt_at = iif(state = 'paused', NULL, ${nextAttemptAt})
      WHERE id = ${id} AND lease_until = ${leaseUntil}`,
    ...(delivered
      ? resumption(receiver, attempt.at)
      : [
          sql`INSERT INTO endpoints (configuration_id, url, failing_since)
            SELECT configuration_id, url, ${attempt.at} FROM deliveries WHERE id = ${id}
            ON CONFLICT DO UPDATE SET failing_since = coalesce(failing_since, excluded.failing_since)`,
        ]),
    ...(pauseBecause ? pause(receiver, attempt.at, pauseBecause) : []),
  ]);
}

/** Calls a paused receiver again: what waited for it is due now. */
export async function resumeEndpoint(
  env: Env,
  configurationId: string,
  url: string,
  now: number,
): Promise<void> {
  const receiver = sql`configuration_id = ${configurationId} AND url = ${url}`;
  await transaction(env, resumption(receiver, now));
}

function resumption(receiver: SQL, now: number): SQL[] {
  return [
    sql`DELETE FROM endpoints WHERE ${receiver}`,
    sql`UPDATE deliveries SET state = 'pending', attempts = 0, next_attempt_at = ${now}
      WHERE ${receiver} AND state = 'paused'`,
  ];
}

function pause(receiver: SQL, now: number, because: string): SQL[] {
  return [
    sql`UPDATE endpoints SET paused_at = ${now}, paused_because = ${because} WHERE ${receiver}`,
    sql`UPDATE deliveries SET state = 'paused', next_attempt_at = NULL
      WHERE ${receiver} AND state = 'pending'`,
  ];
}

/** Starts a delivery over, whatever came of it before; the attempts made stay on record. */
export async function restartDelivery(env: Env, id: string, now: number): Promise<void> {
  await database(env)
    .update(deliveries)
    .set({ state: "pending", attempts: 0, nextAttemptAt: now, leaseUntil: null })
    .where(eq(deliveries.id, id));
}

/** Every attempt of a delivery, the first one first. */
export async function listAttempts(env: Env, deliveryId: string): Promise<AttemptRow[]> {
  return database(env)
    .select()
    .from(attempts)
    .where(eq(attempts.deliveryId, deliveryId))
    .orderBy(asc(attempts.id));
}

/** Deliveries that are due since before a moment: nothing woke them up. */
export async function listOverdueDeliveries(env: Env, before: number): Promise<string[]> {
  const rows = await database(env)
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(sql`state = 'pending' AND next_attempt_at < ${before}`))
    .limit(100);
  return rows.map((row) => row.id);
}
