CREATE INDEX `deliveries_paused` ON `deliveries` (`configuration_id`,`url`) WHERE state = 'paused';--> statement-breakpoint
CREATE INDEX `notifications_by_job` ON `notifications` (`job_id`);