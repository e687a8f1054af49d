import { type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import { transaction } from "./db";

/** Rows of each table that one transaction removes. Meanwhile the database does nothing else. */
const ROWS_PER_SLICE = 200;

/** Removes some records of a configuration's changes; false when there were none left. */
export async function removeSomeChangesOf(env: Env, configurationId: string): Promise<boolean> {
  const some = (table: string): SQL =>
    sql`(SELECT rowid FROM ${sql.raw(table)} WHERE configuration_id = ${configurationId}
      ORDER BY rowid LIMIT ${ROWS_PER_SLICE})`;
  const results = await transaction(env, [
    sql`DELETE FROM attempts WHERE delivery_id IN
      (SELECT id FROM deliveries WHERE rowid IN ${some("deliveries")})`,
    ...["deliveries", "notifications", "last_values", "endpoints"].map(
      (table) => sql`DELETE FROM ${sql.raw(table)} WHERE rowid IN ${some(table)}`,
    ),
  ]);
  return results.some(({ meta }) => meta.changes > 0);
}
