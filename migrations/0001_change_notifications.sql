CREATE TABLE `attempts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`delivery_id` text NOT NULL,
	`at` integer NOT NULL,
	`outcome` text NOT NULL,
	`status` integer,
	`duration_ms` integer NOT NULL,
	`note` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `attempts_by_delivery` ON `attempts` (`delivery_id`,`id`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`configuration_id` text NOT NULL,
	`url` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` integer,
	`lease_until` integer
);
--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`next_attempt_at`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `deliveries_by_configuration` ON `deliveries` (`configuration_id`);--> statement-breakpoint
CREATE TABLE `endpoints` (
	`configuration_id` text NOT NULL,
	`url` text NOT NULL,
	`failing_since` integer,
	`paused_at` integer,
	`paused_because` text,
	PRIMARY KEY(`configuration_id`, `url`)
);
--> statement-breakpoint
CREATE TABLE `last_values` (
	`configuration_id` text NOT NULL,
	`action_key` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`configuration_id`, `action_key`)
);
--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`configuration_id` text NOT NULL,
	`job_id` text NOT NULL,
	`previous_value` text NOT NULL,
	`retrieved_value` text NOT NULL,
	`config` text NOT NULL,
	`sent_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `notifications_by_account` ON `notifications` (`account_id`,`sent_at`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_by_configuration` ON `notifications` (`configuration_id`,`sent_at`,`id`);--> statement-breakpoint
ALTER TABLE `accounts` ADD `old_webhook_secret_sealed` text;--> statement-breakpoint
ALTER TABLE `accounts` ADD `old_webhook_secret_until` integer;--> statement-breakpoint
ALTER TABLE `configurations` ADD `missing_elements` integer DEFAULT 0 NOT NULL;