import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Cache tags still to be purged. */
export const purges = sqliteTable("purges", {
  tag: text().primaryKey(),
  askedAt: integer("asked_at").notNull(),
});
