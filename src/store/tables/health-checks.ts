import { integer, sqliteTable } from "drizzle-orm/sqlite-core";

/** One row, written by each health check. */
export const healthChecks = sqliteTable("health_checks", {
  id: integer().primaryKey(),
  checkedAt: integer("checked_at").notNull(),
});
