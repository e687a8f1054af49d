import { sql } from "drizzle-orm";
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

// Times are Unix milliseconds unless the name says otherwise.

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
    /** The webhook secret before the last rotation: until the time below it signs too. */
    oldWebhookSecretSealed: text("old_webhook_secret_sealed"),
    oldWebhookSecretUntil: integer("old_webhook_secret_until"),
    /** Set while the account's data is being erased: its keys are invalid. */
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
