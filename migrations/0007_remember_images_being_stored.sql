CREATE TABLE `health_checks` (
	`id` integer PRIMARY KEY NOT NULL,
	`checked_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `image_removals` (
	`image_key` text PRIMARY KEY NOT NULL,
	`due_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `image_removals_due` ON `image_removals` (`due_at`);--> statement-breakpoint
INSERT INTO `image_removals` SELECT `image_key`, 0 FROM `screenshots` WHERE `status` = 'failed';
