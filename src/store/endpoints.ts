import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import { database, transaction } from "./db";
import type { EndpointRow } from "./rows";
import { endpoints } from "./tables/deliveries";

/** The failures recorded of a receiver; undefined when there are none. */
export async function findEndpoint(
  env: Env,
  configurationId: string,
  url: string,
): Promise<EndpointRow | undefined> {
  return database(env)
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.configurationId, configurationId), eq(endpoints.url, url)))
    .get();
}

/** The paused receivers of a configuration. */
export async function listPausedEndpoints(
  env: Env,
  configurationId: string,
): Promise<EndpointRow[]> {
  return database(env)
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.configurationId, configurationId), isNotNull(endpoints.pausedAt)));
}

/** Resumes a paused receiver: the deliveries that waited for it are due now. */
export async function resumeEndpoint(
  env: Env,
  configurationId: string,
  url: string,
  now: number,
): Promise<void> {
  const receiver = sql`configuration_id = ${configurationId} AND url = ${url}`;
  await transaction(env, resumeStatements(receiver, now));
}

/** The statements that resume a receiver, for a transaction. */
export function resumeStatements(receiver: SQL, now: number): SQL[] {
  return [
    sql`DELETE FROM endpoints WHERE ${receiver}`,
    sql`UPDATE deliveries SET state = 'pending', attempts = 0, next_attempt_at = ${now}
      WHERE ${receiver} AND state = 'paused'`,
  ];
}

/** The statements that pause a receiver and its deliveries, for a transaction. */
export function pauseStatements(receiver: SQL, now: number, because: string): SQL[] {
  return [
    sql`UPDATE endpoints SET paused_at = ${now}, paused_because = ${because} WHERE ${receiver}`,
    sql`UPDATE deliveries SET state = 'paused', next_attempt_at = NULL
      WHERE ${receiver} AND state = 'pending'`,
  ];
}
