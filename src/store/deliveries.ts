import { asc, eq, lt, type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import { database, transaction } from "./db";
import type { AttemptRow, DeliveryRow } from "./rows";
import { attempts, deliveries, slowHosts } from "./tables/deliveries";

/**
 * A worker takes a delivery that is due; undefined when it is not, when another has it, when it ended, or when no
 * more attempts may be open now.
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

/** Takes a claim back, as if it had not been made, unless another worker has the delivery by now; it is due later. */
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
 * Makes a delivery that is due wait until a moment, when its host has room and only the account's or the service's
 * limit refused it; false when it waits for its host.
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

/** What came of an attempt, and what follows from it. */
export interface AttemptResult {
  attempt: Omit<AttemptRow, "id">;
  state: DeliveryRow["state"];
  nextAttemptAt: number | null;
  /** Why the receiver is not called any more. */
  pauseBecause: string | null;
  /** Until when the host is left alone; null when it answered. */
  restUntil: number | null;
}

/** A delivery, and when to look at it again. */
export interface WakeUp {
  id: string;
  at: number;
}

/**
 * Records an attempt, moves its delivery on, and keeps the records of the receiver and of its host, all or nothing. A
 * delivery that was begun again meanwhile is left as it is; one whose receiver was paused waits, unless it was
 * delivered. Answers which deliveries to the host may be attempted next.
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
      ? resumption(receiver, attempt.at)
      : [
          sql`INSERT INTO endpoints (configuration_id, url, failing_since)
            SELECT configuration_id, url, ${attempt.at} FROM deliveries WHERE id = ${id}
            ON CONFLICT DO UPDATE SET failing_since = coalesce(failing_since, excluded.failing_since)`,
        ]),
    ...(pauseBecause ? pause(receiver, attempt.at, pauseBecause) : []),
    restUntil ? rest(id, restUntil) : endRest(delivery),
    nextOfHost(delivery, attempt.at + attempt.durationMs),
  ]);
  return wakeUpsOf(results);
}

/** Attempts of an account that may be open to one host; one, while it did not answer the last time. */
const OPEN_PER_HOST = 4;
/** Attempts that an account may have open: half of all. */
const OPEN_PER_ACCOUNT = 250;
/** Attempts that may be open at once: each one holds a connection, on one machine all of them. */
const OPEN_IN_ALL = 500;

function isDue(now: number): SQL {
  return sql`state = 'pending' AND next_attempt_at <= ${now}
    AND (lease_until IS NULL OR lease_until <= ${now})`;
}

/** Whether one more attempt may be open, to its host, of its account and in all (of a query on deliveries). */
function isBelowLimits(now: number): SQL {
  return sql`NOT ${isHostResting(now)} AND NOT ${isHostBusy(now)} AND
    (SELECT count(*) < ${OPEN_IN_ALL}
        AND total(open.account_id = deliveries.account_id) < ${OPEN_PER_ACCOUNT}
      FROM deliveries AS open WHERE open.lease_until > ${now})`;
}

function isHostResting(now: number): SQL {
  return sql`EXISTS (SELECT 1 FROM slow_hosts AS slow WHERE slow.account_id = deliveries.account_id
    AND slow.host = deliveries.host AND slow.rest_until > ${now})`;
}

function isHostBusy(now: number): SQL {
  return sql`(${openTo(sql`deliveries`, now)} >= ${limitOf(sql`deliveries`)})`;
}

function openTo(table: SQL, now: number): SQL {
  return sql`(SELECT count(*) FROM deliveries AS open WHERE open.lease_until > ${now}
    AND open.account_id = ${table}.account_id AND open.host = ${table}.host)`;
}

function limitOf(table: SQL): SQL {
  return sql`iif(EXISTS (SELECT 1 FROM slow_hosts AS slow WHERE slow.account_id = ${table}.account_id
    AND slow.host = ${table}.host), 1, ${OPEN_PER_HOST})`;
}

function rest(id: string, until: number): SQL {
  return sql`INSERT INTO slow_hosts (account_id, host, rest_until)
    SELECT account_id, host, ${until} FROM deliveries WHERE id = ${id}
    ON CONFLICT DO UPDATE SET rest_until = excluded.rest_until`;
}

function endRest({ accountId, host }: DeliveryRow): SQL {
  return sql`DELETE FROM slow_hosts WHERE account_id = ${accountId} AND host = ${host}`;
}

/** As many deliveries to the host of this one as it has room for, due now or at the end of its rest. */
function nextOfHost({ accountId, host }: DeliveryRow, now: number): SQL {
  return sql`WITH host AS (SELECT ${accountId} AS account_id, ${host} AS host),
      start AS (SELECT max(${now}, coalesce((SELECT rest_until FROM slow_hosts
        WHERE account_id = ${accountId} AND host = ${host}), 0)) AS at)
    SELECT id, at FROM deliveries, start
    WHERE account_id = ${accountId} AND host = ${host} AND state = 'pending'
      AND next_attempt_at <= at AND (lease_until IS NULL OR lease_until <= ${now})
    ORDER BY next_attempt_at
    LIMIT (SELECT max(${limitOf(sql`host`)} - ${openTo(sql`host`, now)}, 0) FROM host)`;
}

function wakeUpsOf(results: D1Result[]): WakeUp[] {
  return results.at(-1)?.results as unknown as WakeUp[];
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

/**
 * Deliveries that are due since before a moment, and that nothing woke up: the oldest one to each host that has no
 * open attempt. What comes of it wakes up the next.
 */
export async function listOverdueDeliveries(
  env: Env,
  { now, before }: { now: number; before: number },
): Promise<string[]> {
  // The signs keep SQLite from reading every pending delivery in the order of the groups.
  const rows = await database(env).all<{ id: string }>(sql`SELECT id, min(next_attempt_at)
    FROM deliveries
    WHERE ${isDue(now)} AND next_attempt_at < ${before}
      AND NOT ${isHostResting(now)} AND ${openTo(sql`deliveries`, now)} = 0
    GROUP BY +account_id, +host LIMIT 100`);
  return rows.map((row) => row.id);
}

/** Forgets hosts that nothing was sent to for long after their rest. */
export async function forgetSlowHosts(env: Env, before: number): Promise<void> {
  await database(env).delete(slowHosts).where(lt(slowHosts.restUntil, before));
}
