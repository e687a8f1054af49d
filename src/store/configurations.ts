import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Env } from "../env";
import { database, transaction } from "./db";
import { type Paging, pageOf } from "./paging";
import { purgeRequest } from "./purges";
import { hasAllotment, type NewJob, reserveJob } from "./reservations";
import type { ConfigurationRow } from "./rows";
import { configurations } from "./tables/configurations";

/** Inserts a configuration and its first job in one transaction; false when the account may not have the job. */
export async function insertConfiguration(
  env: Env,
  row: ConfigurationRow,
  firstJob: NewJob,
): Promise<boolean> {
  return reserveJob(env, firstJob, [
    sql`INSERT INTO configurations
        (id, account_id, config, created_at, anchor_at, next_slot_at, last_job_id, region, origin)
      SELECT ${row.id}, id, ${JSON.stringify(row.config)}, ${row.createdAt}, ${row.anchorAt},
        ${row.nextSlotAt}, ${row.lastJobId}, ${row.region}, ${row.origin}
      FROM accounts WHERE ${hasAllotment(firstJob)}`,
  ]);
}

/** A configuration; undefined when it, or its account, is being erased. */
export async function findConfiguration(
  env: Env,
  id: string,
): Promise<ConfigurationRow | undefined> {
  const accountIsLive = sql`NOT EXISTS (SELECT 1 FROM accounts
    WHERE accounts.id = ${configurations.accountId} AND accounts.deleted_at IS NOT NULL)`;
  return database(env)
    .select()
    .from(configurations)
    .where(and(isLiveConfiguration(id), accountIsLive))
    .get();
}

/** The account's configurations by the time they were created. */
export async function listConfigurations(
  env: Env,
  accountId: string,
  paging: Paging,
): Promise<ConfigurationRow[]> {
  return pageOf(
    database(env).select().from(configurations).$dynamic(),
    [eq(configurations.accountId, accountId), isNull(configurations.deletedAt)],
    { time: configurations.createdAt, id: configurations.id },
    paging,
  );
}

/** Changes a configuration; undefined when another request changed it after it was read. */
export async function replaceConfiguration(
  env: Env,
  read: ConfigurationRow,
  changes: Pick<ConfigurationRow, "config"> &
    Partial<Pick<ConfigurationRow, "anchorAt" | "nextSlotAt">>,
): Promise<ConfigurationRow | undefined> {
  const [updated] = await database(env)
    .update(configurations)
    .set(changes)
    .where(and(isLiveConfiguration(read.id), sql`config = ${JSON.stringify(read.config)}`))
    .returning();
  return updated;
}

/** The schedule of a slot, the time of the next slot, and the number of skipped ones. */
export interface SlotNote {
  anchorAt: number;
  nextSlotAt: number;
  skipped: number;
}

/** Records a slot, unless its schedule was changed or ended meanwhile. */
export async function recordSlot(
  env: Env,
  id: string,
  { anchorAt, nextSlotAt, skipped }: SlotNote,
): Promise<void> {
  const inForce = and(eq(configurations.anchorAt, anchorAt), isNotNull(configurations.nextSlotAt));
  await database(env)
    .update(configurations)
    .set({
      // Calls may arrive out of order.
      nextSlotAt: sql`max(next_slot_at, ${nextSlotAt})`,
      skippedSlots: sql`skipped_slots + ${skipped}`,
    })
    .where(and(isLiveConfiguration(id), inForce));
}

/**
 * Ends a configuration, fails its job in progress, gives its reservation back, and requests the purge of `purgeTag`.
 * False when the configuration has ended already.
 */
export async function closeConfiguration(
  env: Env,
  id: string,
  { now, purgeTag }: { now: number; purgeTag: string },
): Promise<boolean> {
  const open = sql`SELECT account_id, usage_month, count(*) AS jobs FROM screenshots
    WHERE configuration_id = ${id} AND status = 'in_progress' GROUP BY account_id, usage_month`;
  const results = await transaction(env, [
    sql`UPDATE usage SET used = used - open.jobs FROM (${open}) AS open
      WHERE usage.account_id = open.account_id AND usage.month = open.usage_month`,
    sql`UPDATE screenshots SET status = 'failed', lease_until = NULL,
        failure_reason = 'unexpected_error', failure_note = 'Its configuration was deleted.'
      WHERE configuration_id = ${id} AND status = 'in_progress'`,
    purgeRequest(purgeTag, now),
    sql`UPDATE configurations SET deleted_at = ${now}, next_slot_at = NULL
      WHERE id = ${id} AND deleted_at IS NULL`,
  ]);
  return results.at(-1)?.meta.changes === 1;
}

/** Configurations whose erasure has started and not finished. */
export async function listClosedConfigurations(env: Env): Promise<string[]> {
  const rows = await database(env)
    .select({ id: configurations.id })
    .from(configurations)
    .where(isNotNull(configurations.deletedAt))
    .limit(100);
  return rows.map((row) => row.id);
}

/** Some configurations of an account, closed ones too. */
export async function someConfigurationsOf(env: Env, accountId: string): Promise<string[]> {
  const rows = await database(env)
    .select({ id: configurations.id })
    .from(configurations)
    .where(eq(configurations.accountId, accountId))
    .limit(100);
  return rows.map((row) => row.id);
}

/** Configurations whose slot has passed without an alarm. */
export async function listOverdue(env: Env, before: number): Promise<string[]> {
  const rows = await database(env)
    .select({ id: configurations.id })
    .from(configurations)
    .where(sql`next_slot_at IS NOT NULL AND next_slot_at < ${before} AND deleted_at IS NULL`)
    .limit(100);
  return rows.map((row) => row.id);
}

/** The last step of an erasure: removes the row that marks it. */
export async function removeConfiguration(env: Env, id: string): Promise<void> {
  await database(env).delete(configurations).where(eq(configurations.id, id));
}

function isLiveConfiguration(id: string) {
  return and(eq(configurations.id, id), isNull(configurations.deletedAt));
}
