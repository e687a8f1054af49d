CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`monthly_screenshots` integer NOT NULL,
	`billing_up_to_date` integer NOT NULL,
	`created_at` integer NOT NULL,
	`private_key_hash` text NOT NULL,
	`publishable_key_hash` text NOT NULL,
	`secret_token_sealed` text NOT NULL,
	`webhook_secret_sealed` text NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_private_key` ON `accounts` (`private_key_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_publishable_key` ON `accounts` (`publishable_key_hash`);--> statement-breakpoint
CREATE TABLE `configurations` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`config` text NOT NULL,
	`created_at` integer NOT NULL,
	`anchor_at` integer NOT NULL,
	`next_slot_at` integer,
	`skipped_slots` integer DEFAULT 0 NOT NULL,
	`last_job_id` text NOT NULL,
	`region` text NOT NULL,
	`origin` text NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE INDEX `configurations_by_account` ON `configurations` (`account_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `configurations_next_slot` ON `configurations` (`next_slot_at`) WHERE next_slot_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `configurations_deleted` ON `configurations` (`deleted_at`) WHERE deleted_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `screenshots` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`configuration_id` text,
	`snap_key` text,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer,
	`lease_until` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`usage_month` text NOT NULL,
	`image_key` text NOT NULL,
	`taken_at` integer,
	`etag` text,
	`bytes` integer,
	`width` integer,
	`height` integer,
	`target_status` integer,
	`final_url` text,
	`timings` text,
	`failure_reason` text,
	`failure_note` text
);
--> statement-breakpoint
CREATE INDEX `screenshots_by_account` ON `screenshots` (`account_id`,`status`,`taken_at`,`id`);--> statement-breakpoint
CREATE INDEX `screenshots_by_configuration` ON `screenshots` (`configuration_id`,`status`,`taken_at`,`id`);--> statement-breakpoint
CREATE INDEX `screenshots_by_snap_key` ON `screenshots` (`account_id`,`snap_key`,`status`,`taken_at`);--> statement-breakpoint
CREATE INDEX `screenshots_in_progress` ON `screenshots` (`lease_until`,`created_at`) WHERE status = 'in_progress';--> statement-breakpoint
CREATE UNIQUE INDEX `screenshots_image_key` ON `screenshots` (`image_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `screenshots_slot` ON `screenshots` (`configuration_id`,`due_at`);--> statement-breakpoint
CREATE TABLE `usage` (
	`account_id` text NOT NULL,
	`month` text NOT NULL,
	`used` integer NOT NULL,
	PRIMARY KEY(`account_id`, `month`)
);
