import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { ChangeAction } from "../../schemas/actions";

// Times are Unix milliseconds unless the name says otherwise.

/** A change that was seen on a page. */
export const notifications = sqliteTable(
  "notifications",
  {
    /** SHA-1 of job id and action index, 40 hex: the same change is never stored twice. */
    id: text().primaryKey(),
    accountId: text("account_id").notNull(),
    configurationId: text("configuration_id").notNull(),
    jobId: text("job_id").notNull(),
    previousValue: text("previous_value").notNull(),
    retrievedValue: text("retrieved_value").notNull(),
    /** The `change` action as it was given. */
    config: text({ mode: "json" }).$type<ChangeAction>().notNull(),
    sentAt: integer("sent_at").notNull(),
  },
  (table) => [
    index("notifications_by_account").on(table.accountId, table.sentAt, table.id),
    index("notifications_by_configuration").on(table.configurationId, table.sentAt, table.id),
    index("notifications_by_job").on(table.jobId),
  ],
);
