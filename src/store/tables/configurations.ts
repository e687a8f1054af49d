import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

// Times are Unix milliseconds unless the name says otherwise.

/** What is captured, how, and how often. */
export const configurations = sqliteTable(
  "configurations",
  {
    id: text().primaryKey(),
    accountId: text("account_id").notNull(),
    /** The options as given, but `scheduled_*` as boolean, number and text. */
    config: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
    createdAt: integer("created_at").notNull(),
    /** The time from which slots are counted. */
    anchorAt: integer("anchor_at").notNull(),
    /** The next slot; null without a schedule. If it is long overdue, the alarm was lost. */
    nextSlotAt: integer("next_slot_at"),
    /** Slots that passed while a capture or no server was running. */
    skippedSlots: integer("skipped_slots").notNull().default(0),
    lastJobId: text("last_job_id").notNull(),
    /** The continent of its creator, whose browsers capture it. */
    region: text().notNull(),
    /** How often a `change` action found no element. */
    missingElements: integer("missing_elements").notNull().default(0),
    /** The origin of the request that created it: used in links, and never captured. */
    origin: text().notNull(),
    /** Set while its data is being erased. */
    deletedAt: integer("deleted_at"),
  },
  (table) => [
    index("configurations_by_account").on(table.accountId, table.createdAt, table.id),
    index("configurations_next_slot").on(table.nextSlotAt).where(sql`next_slot_at IS NOT NULL`),
    index("configurations_deleted").on(table.deletedAt).where(sql`deleted_at IS NOT NULL`),
  ],
);

/** The last value that a `change` action saw. */
export const lastValues = sqliteTable(
  "last_values",
  {
    configurationId: text("configuration_id").notNull(),
    /** SHA-1 of the page's address, the action and its occurrence. */
    actionKey: text("action_key").notNull(),
    value: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.configurationId, table.actionKey] })],
);
