import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { ATTEMPT_OUTCOMES, DELIVERY_STATES } from "../../schemas/delivery";

// Times are Unix milliseconds unless the name says otherwise.

/** The delivery of a notification to its receiver. */
export const deliveries = sqliteTable(
  "deliveries",
  {
    /** The notification's id. */
    id: text().primaryKey(),
    accountId: text("account_id").notNull().default(""),
    configurationId: text("configuration_id").notNull(),
    url: text().notNull(),
    /** The receiver's host and port, for the limit of open attempts per host. */
    host: text().notNull().default(""),
    state: text({ enum: DELIVERY_STATES }).notNull(),
    /** Attempts since the start, or since a user restarted it. */
    attempts: integer().notNull(),
    /** When the next attempt is due; null when there is none. */
    nextAttemptAt: integer("next_attempt_at"),
    /** Until when a worker has it. */
    leaseUntil: integer("lease_until"),
  },
  (table) => [
    index("deliveries_due").on(table.nextAttemptAt).where(sql`state = 'pending'`),
    index("deliveries_by_configuration").on(table.configurationId),
    index("deliveries_paused").on(table.configurationId, table.url).where(sql`state = 'paused'`),
    index("deliveries_by_host")
      .on(table.accountId, table.host, table.nextAttemptAt)
      .where(sql`state = 'pending'`),
    index("deliveries_leased")
      .on(table.leaseUntil, table.accountId, table.host)
      .where(sql`lease_until IS NOT NULL`),
  ],
);

/** One attempt of a delivery and its outcome. */
export const attempts = sqliteTable(
  "attempts",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    deliveryId: text("delivery_id").notNull(),
    at: integer().notNull(),
    outcome: text({ enum: ATTEMPT_OUTCOMES }).notNull(),
    /** The HTTP status of the response; null without one. */
    status: integer(),
    durationMs: integer("duration_ms").notNull(),
    note: text().notNull(),
  },
  (table) => [index("attempts_by_delivery").on(table.deliveryId, table.id)],
);

/** A failing receiver of a configuration, and whether it is paused. */
export const endpoints = sqliteTable(
  "endpoints",
  {
    configurationId: text("configuration_id").notNull(),
    url: text().notNull(),
    failingSince: integer("failing_since"),
    pausedAt: integer("paused_at"),
    pausedBecause: text("paused_because"),
  },
  (table) => [primaryKey({ columns: [table.configurationId, table.url] })],
);

/** A host that did not answer an account's last attempt in time. The next response removes the row. */
export const slowHosts = sqliteTable(
  "slow_hosts",
  {
    accountId: text("account_id").notNull(),
    host: text().notNull(),
    /** No attempt is made before this time. */
    restUntil: integer("rest_until").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.host] }),
    index("slow_hosts_rested").on(table.restUntil),
  ],
);
