import { z } from "zod";
import { ATTEMPT_OUTCOMES, DELIVERY_STATES } from "./delivery";

/** A time in an answer. */
export const unixMs = z.string().meta({ description: "Unix milliseconds, as text." });

/** A finished screenshot in the answers of its job and its configuration. */
export const archivedShot = z.object({
  direct_link: z.url(),
  direct_thumbnail_link: z.url(),
  taken_at_timestamp: z.int().meta({ description: "Unix seconds." }),
  job_id: z.string(),
});
export type ArchivedShot = z.infer<typeof archivedShot>;

/** A finished screenshot in the list of the whole account. */
export const accountShot = archivedShot.extend({
  screenshot_configuration_id: z.string().meta({ description: "Empty for a snap." }),
});
export type AccountShot = z.infer<typeof accountShot>;

/** A detected change, in lists and in webhooks. */
export const notificationResource = z.object({
  id: z.string(),
  screenshot_configuration_id: z.uuid(),
  previous_value: z.string(),
  retrieved_value: z.string(),
  config: z.record(z.string(), z.unknown()).meta({ description: "The change action." }),
  sent_at: unixMs,
});
export type NotificationResource = z.infer<typeof notificationResource>;

/** The state of a notification's delivery. */
export const deliveryResource = z.object({
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  next_attempt_at: unixMs.nullable(),
});
export type DeliveryResource = z.infer<typeof deliveryResource>;

/** One attempt of a delivery. */
export const attemptResource = z.object({
  at: unixMs,
  outcome: z.enum(ATTEMPT_OUTCOMES),
  status: z.int().nullable(),
  duration_ms: z.int(),
  note: z.string(),
});
export type AttemptResource = z.infer<typeof attemptResource>;

/** The ids and links of a configuration. */
const configurationIds = z.object({
  last_job_id: z.string(),
  screenshot_config_id: z.uuid(),
  embed_url: z.url(),
});

/** A configuration: its parameters as they were sent, its ids, and when it was created. */
export const configurationResource = z.object({
  config: z.record(z.string(), z.unknown()),
  ids: configurationIds,
  created_at: unixMs,
});
export type ConfigurationResource = z.infer<typeof configurationResource>;

/** The problems of a configuration. */
export const monitoringResource = z.object({
  skipped_slots: z
    .int()
    .meta({ description: "Slots that were skipped because a capture was running." }),
  missing_elements: z.int().meta({ description: "How often a change action found no element." }),
  paused_webhooks: z.array(z.object({ url: z.url(), paused_at: z.string(), reason: z.string() })),
});
export type MonitoringResource = z.infer<typeof monitoringResource>;

/** An account, as the operator sees it. */
export const accountResource = z.object({
  id: z.uuid(),
  name: z.string(),
  monthly_screenshots: z.int(),
  billing_up_to_date: z.boolean(),
  created_at: unixMs,
});
export type AccountResource = z.infer<typeof accountResource>;
