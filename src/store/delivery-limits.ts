import { type SQL, sql } from "drizzle-orm";
import type { DeliveryRow } from "./rows";

/** A delivery and when to look at it again. */
export interface WakeUp {
  id: string;
  at: number;
}

/** Open attempts of one account to one host. Only one is allowed after a host did not answer in time. */
const OPEN_PER_HOST = 4;
/** Open attempts of one account: half of all. */
const OPEN_PER_ACCOUNT = 250;
/** Open attempts of the whole service: each needs a connection, and a local server holds all of them. */
const OPEN_IN_ALL = 500;

/** Whether a delivery is due and no worker has it. */
export function isDue(now: number): SQL {
  return sql`state = 'pending' AND next_attempt_at <= ${now}
    AND (lease_until IS NULL OR lease_until <= ${now})`;
}

/** Whether the limits of host, account and service allow one more attempt (in a query on deliveries). */
export function isBelowLimits(now: number): SQL {
  return sql`NOT ${isHostResting(now)} AND NOT ${isHostBusy(now)} AND
    (SELECT count(*) < ${OPEN_IN_ALL}
        AND total(open.account_id = deliveries.account_id) < ${OPEN_PER_ACCOUNT}
      FROM deliveries AS open WHERE open.lease_until > ${now})`;
}

/** Whether the host of a delivery did not answer in time and gets no attempt for a while. */
export function isHostResting(now: number): SQL {
  return sql`EXISTS (SELECT 1 FROM slow_hosts AS slow WHERE slow.account_id = deliveries.account_id
    AND slow.host = deliveries.host AND slow.rest_until > ${now})`;
}

/** Whether the host of a delivery has as many open attempts as it may have. */
export function isHostBusy(now: number): SQL {
  return sql`(${openAttemptsTo(sql`deliveries`, now)} >= ${hostLimitOf(sql`deliveries`)})`;
}

export function openAttemptsTo(table: SQL, now: number): SQL {
  return sql`(SELECT count(*) FROM deliveries AS open WHERE open.lease_until > ${now}
    AND open.account_id = ${table}.account_id AND open.host = ${table}.host)`;
}

function hostLimitOf(table: SQL): SQL {
  return sql`iif(EXISTS (SELECT 1 FROM slow_hosts AS slow WHERE slow.account_id = ${table}.account_id
    AND slow.host = ${table}.host), 1, ${OPEN_PER_HOST})`;
}

export function startHostRest(id: string, until: number): SQL {
  return sql`INSERT INTO slow_hosts (account_id, host, rest_until)
    SELECT account_id, host, ${until} FROM deliveries WHERE id = ${id}
    ON CONFLICT DO UPDATE SET rest_until = excluded.rest_until`;
}

export function endHostRest({ accountId, host }: DeliveryRow): SQL {
  return sql`DELETE FROM slow_hosts WHERE account_id = ${accountId} AND host = ${host}`;
}

/** Selects as many deliveries to the same host as its limit allows: those due now, or when its rest ends. */
export function nextOfHost({ accountId, host }: DeliveryRow, now: number): SQL {
  return sql`WITH host AS (SELECT ${accountId} AS account_id, ${host} AS host),
      start AS (SELECT max(${now}, coalesce((SELECT rest_until FROM slow_hosts
        WHERE account_id = ${accountId} AND host = ${host}), 0)) AS at)
    SELECT id, at FROM deliveries, start
    WHERE account_id = ${accountId} AND host = ${host} AND state = 'pending'
      AND next_attempt_at <= at AND (lease_until IS NULL OR lease_until <= ${now})
    ORDER BY next_attempt_at
    LIMIT (SELECT max(${hostLimitOf(sql`host`)} - ${openAttemptsTo(sql`host`, now)}, 0) FROM host)`;
}

/** The rows of `nextOfHost`, when it was the last statement of a transaction. */
export function wakeUpsOf(results: D1Result[]): WakeUp[] {
  return results.at(-1)?.results as unknown as WakeUp[];
}
