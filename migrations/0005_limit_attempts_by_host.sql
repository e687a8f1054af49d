CREATE TABLE `slow_hosts` (
	`account_id` text NOT NULL,
	`host` text NOT NULL,
	`rest_until` integer NOT NULL,
	PRIMARY KEY(`account_id`, `host`)
);
--> statement-breakpoint
CREATE INDEX `slow_hosts_rested` ON `slow_hosts` (`rest_until`);--> statement-breakpoint
ALTER TABLE `deliveries` ADD `account_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `host` text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE `deliveries` SET
	`account_id` = coalesce((SELECT `account_id` FROM `notifications` WHERE `notifications`.`id` = `deliveries`.`id`), ''),
	`host` = lower(substr(`url`, instr(`url`, '://') + iif(instr(`url`, '://'), 3, 1)));--> statement-breakpoint
UPDATE `deliveries` SET `host` = substr(`host`, 1, min(instr(`host` || '/', '/'), instr(`host` || '?', '?'), instr(`host` || '#', '#')) - 1);--> statement-breakpoint
CREATE INDEX `deliveries_by_host` ON `deliveries` (`account_id`,`host`,`next_attempt_at`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `deliveries_leased` ON `deliveries` (`lease_until`,`account_id`,`host`) WHERE lease_until IS NOT NULL;