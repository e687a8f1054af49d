import { sql } from "drizzle-orm";
import type { Env } from "../env";
import { transaction } from "./db";

/** Removes all that was noted about a configuration's changes. */
export async function removeChangesOf(env: Env, configurationId: string): Promise<void> {
  await transaction(env, [
    sql`DELETE FROM attempts WHERE delivery_id IN
      (SELECT id FROM deliveries WHERE configuration_id = ${configurationId})`,
    sql`DELETE FROM deliveries WHERE configuration_id = ${configurationId}`,
    sql`DELETE FROM notifications WHERE configuration_id = ${configurationId}`,
    sql`DELETE FROM last_values WHERE configuration_id = ${configurationId}`,
    sql`DELETE FROM endpoints WHERE configuration_id = ${configurationId}`,
  ]);
}
