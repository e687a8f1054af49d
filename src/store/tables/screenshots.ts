import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

// Times are Unix milliseconds unless the name says otherwise.

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
    /** SHA-256 of the address if a hash_key allows everybody to capture it. */
    publicUrlHash: text("public_url_hash"),
    status: text({ enum: ["in_progress", "done", "failed"] }).notNull(),
    createdAt: integer("created_at").notNull(),
    /** The slot of the schedule; null when a request started the capture. */
    dueAt: integer("due_at"),
    /** Until when a worker has the job; after that the worker is lost. Null while the job waits in the queue. */
    leaseUntil: integer("lease_until"),
    /** How often a worker claimed it. */
    attempts: integer().notNull().default(0),
    /** The month (UTC) whose allotment this capture was reserved from. */
    usageMonth: text("usage_month").notNull(),
    /** Fixed before the capture, so that a retry overwrites the object and no object is without a row. */
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

/** Images that a worker is storing and that no finished screenshot has yet. */
export const imageRemovals = sqliteTable(
  "image_removals",
  {
    imageKey: text("image_key").primaryKey(),
    /** After this time nobody stores it any more: it is removed unless a screenshot has it. */
    dueAt: integer("due_at").notNull(),
  },
  (table) => [index("image_removals_due").on(table.dueAt)],
);

/** Milliseconds spent in each phase of a capture. */
interface Timings {
  queue: number;
  navigate: number;
  capture: number;
  store: number;
}
