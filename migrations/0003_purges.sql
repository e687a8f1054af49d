CREATE TABLE `purges` (
	`tag` text PRIMARY KEY NOT NULL,
	`asked_at` integer NOT NULL
);
