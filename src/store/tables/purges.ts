import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Tags that the edge has still to forget. */
export const purges = sqliteTable("purges", {
  tag: text().primaryKey(),
  askedAt: integer("asked_at").notNull(),
});
