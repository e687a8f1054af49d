import { type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import { transaction } from "./db";

/** Rows of each table that one transaction removes: the database does nothing else meanwhile. */
const REMOVED_AT_ONCE = 200;

/** Removes some of what was noted about a configuration's changes; false when there was nothing left. */
export async function removeSomeChangesOf(env: Env, configurationId: string): Promise<boolean> {
  const some = (table: string): SQL =>
    sql`(SELECT rowid FROM ${sql.raw(table)} WHERE configuration_id = ${configurationId}
      ORDER BY rowid LIMIT ${REMOVED_AT_ONCE})`;
  const results = await transaction(env, [
    sql`DELETE FROM attempts WHERE delivery_id IN
      (SELECT id FROM deliveries WHERE rowid IN ${some("deliveries")})`,
    ...["deliveries", "notifications", "last_values", "endpoints"].map(
      (table) => sql`DELETE FROM ${sql.raw(table)} WHERE rowid IN ${some(table)}`,
    ),
  ]);
  return results.some(({ meta }) => meta.changes > 0);
}
