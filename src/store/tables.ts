import { sql } from "drizzle-orm";
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import type { ChangeAction } from "../schemas/actions";
import { ATTEMPT_OUTCOMES, DELIVERY_STATES } from "../schemas/delivery";

// All times are Unix milliseconds unless the name says otherwise.

/** Who may use the service: two keys (as SHA-256) and two secrets (encrypted). */
export const accounts = sqliteTable(
  "accounts",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    monthlyScreenshots: integer("monthly_screenshots").notNull(),
    billingUpToDate: integer("billing_up_to_date", { mode: "boolean" }).notNull(),
    createdAt: integer("created_at").notNull(),
    privateKeyHash: text("private_key_hash").notNull(),
    publishableKeyHash: text("publishable_key_hash").notNull(),
    secretTokenSealed: text("secret_token_sealed").notNull(),
    webhookSecretSealed: text("webhook_secret_sealed").notNull(),
    /** The webhook secret before the last rotation: signs too, until it is forgotten. */
    oldWebhookSecretSealed: text("old_webhook_secret_sealed"),
    oldWebhookSecretUntil: integer("old_webhook_secret_until"),
    /** Set while the account's data is being erased: its keys are dead from this moment. */
    deletedAt: integer("deleted_at"),
  },
  (table) => [
    uniqueIndex("accounts_private_key").on(table.privateKeyHash),
    uniqueIndex("accounts_publishable_key").on(table.publishableKeyHash),
    index("accounts_deleted").on(table.deletedAt).where(sql`deleted_at IS NOT NULL`),
  ],
);

/** Captures counted against the allotment of one calendar month (UTC). */
export const usage = sqliteTable(
  "usage",
  {
    accountId: text("account_id").notNull(),
    /** `2026-01` */
    month: text().notNull(),
    used: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.month] })],
);

/** What is captured, how, and how often. */
export const configurations = sqliteTable(
  "configurations",
  {
    id: text().primaryKey(),
    accountId: text("account_id").notNull(),
    /** The options as they were given; `scheduled_*` as boolean, number and text. */
    config: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
    createdAt: integer("created_at").notNull(),
    /** The moment from which slots are counted. */
    anchorAt: integer("anchor_at").notNull(),
    /** The next slot, null without a schedule: overdue for long means that the alarm was lost. */
    nextSlotAt: integer("next_slot_at"),
    /** Slots that came while a capture ran, or while nothing ran at all. */
    skippedSlots: integer("skipped_slots").notNull().default(0),
    lastJobId: text("last_job_id").notNull(),
    /** The continent whose browsers capture it: that of its creator. */
    region: text().notNull(),
    /** How often a `change` action found no element. */
    missingElements: integer("missing_elements").notNull().default(0),
    /** The origin under which the service was reached: for links, and never captured. */
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

/** One capture: the job while it is in progress, the screenshot once it is done. */
export const screenshots = sqliteTable(
  "screenshots",
  {
    /** The job id: 24 hex. */
    id: text().primaryKey(),
    accountId: text("account_id").notNull(),
    /** Null for a snap. */
    configurationId: text("configuration_id"),
    /** SHA-256 of a snap's canonical options; null for a configuration's capture. */
    snapKey: text("snap_key"),
    /** SHA-256 of the address, where it was captured by a key that everybody may read. */
    publicUrlHash: text("public_url_hash"),
    status: text({ enum: ["in_progress", "done", "failed"] }).notNull(),
    createdAt: integer("created_at").notNull(),
    /** The slot of the schedule that this capture is for; null when it was asked for. */
    dueAt: integer("due_at"),
    /** Until when a worker has it; past that the worker is lost. Null while it waits in the queue. */
    leaseUntil: integer("lease_until"),
    /** How often a worker took it. */
    attempts: integer().notNull().default(0),
    /** The month (UTC) whose allotment this capture was reserved from. */
    usageMonth: text("usage_month").notNull(),
    /** Fixed before the capture: a retry overwrites, no object is without a row. */
    imageKey: text("image_key").notNull(),
    takenAt: integer("taken_at"),
    etag: text(),
    bytes: integer(),
    width: integer(),
    height: integer(),
    targetStatus: integer("target_status"),
    finalUrl: text("final_url"),
    /** Milliseconds spent in each phase: `{queue, navigate, capture, store}`. */
    timings: text({ mode: "json" }).$type<Timings>(),
    failureReason: text("failure_reason"),
    failureNote: text("failure_note"),
  },
  (table) => [
    index("screenshots_by_account").on(table.accountId, table.status, table.takenAt, table.id),
    index("screenshots_by_configuration").on(
      table.configurationId,
      table.status,
      table.takenAt,
      table.id,
    ),
    index("screenshots_by_snap_key").on(
      table.accountId,
      table.snapKey,
      table.status,
      table.takenAt,
    ),
    index("screenshots_in_progress")
      .on(table.leaseUntil, table.createdAt)
      .where(sql`status = 'in_progress'`),
    index("screenshots_public")
      .on(table.accountId, table.publicUrlHash, table.createdAt)
      .where(sql`public_url_hash IS NOT NULL`),
    uniqueIndex("screenshots_image_key").on(table.imageKey),
    uniqueIndex("screenshots_slot").on(table.configurationId, table.dueAt),
  ],
);

/** What a `change` action saw last: its baseline. */
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

/** A change that was seen on a page. */
export const notifications = sqliteTable(
  "notifications",
  {
    /** SHA-1 of job id and action index, 40 hex: the same change told twice is one. */
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

/** The delivery of a notification to its receiver. */
export const deliveries = sqliteTable(
  "deliveries",
  {
    /** The notification's id. */
    id: text().primaryKey(),
    accountId: text("account_id").notNull().default(""),
    configurationId: text("configuration_id").notNull(),
    url: text().notNull(),
    /** The receiver's host and port: the limits on open attempts count by it. */
    host: text().notNull().default(""),
    state: text({ enum: DELIVERY_STATES }).notNull(),
    /** Attempts since it was begun, or begun again by hand: the place on the retry ladder. */
    attempts: integer().notNull(),
    /** When it is due; null when nothing is to come. */
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

/** One attempt of a delivery, and what came of it. */
export const attempts = sqliteTable(
  "attempts",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    deliveryId: text("delivery_id").notNull(),
    at: integer().notNull(),
    outcome: text({ enum: ATTEMPT_OUTCOMES }).notNull(),
    /** The answer's HTTP status, where there was one. */
    status: integer(),
    durationMs: integer("duration_ms").notNull(),
    note: text().notNull(),
  },
  (table) => [index("attempts_by_delivery").on(table.deliveryId, table.id)],
);

/** A receiver of a configuration that failed: since when, and whether it is no longer called. */
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

/** A host that did not answer an account's last attempt in time; its row goes with the next answer. */
export const slowHosts = sqliteTable(
  "slow_hosts",
  {
    accountId: text("account_id").notNull(),
    host: text().notNull(),
    /** No attempt is made before this moment. */
    restUntil: integer("rest_until").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.host] }),
    index("slow_hosts_rested").on(table.restUntil),
  ],
);

/** Images that were begun to be stored and that no finished screenshot has yet. */
export const imageRemovals = sqliteTable(
  "image_removals",
  {
    imageKey: text("image_key").primaryKey(),
    /** Past this moment nobody stores it any more: it is removed, unless a screenshot has it. */
    dueAt: integer("due_at").notNull(),
  },
  (table) => [index("image_removals_due").on(table.dueAt)],
);

/** One row, written by each health check. */
export const healthChecks = sqliteTable("health_checks", {
  id: integer().primaryKey(),
  checkedAt: integer("checked_at").notNull(),
});

/** Tags that the edge has still to forget. */
export const purges = sqliteTable("purges", {
  tag: text().primaryKey(),
  askedAt: integer("asked_at").notNull(),
});

/** Milliseconds spent in each phase of a capture. */
export interface Timings {
  queue: number;
  navigate: number;
  capture: number;
  store: number;
}

export type AccountRow = typeof accounts.$inferSelect;
export type ConfigurationRow = typeof configurations.$inferSelect;
export type NotificationRow = typeof notifications.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;
export type AttemptRow = typeof attempts.$inferSelect;
export type EndpointRow = typeof endpoints.$inferSelect;
export type PurgeRow = typeof purges.$inferSelect;
export type ScreenshotRow = typeof screenshots.$inferSelect;
