import { z } from "zod";

/** A finished screenshot, as its job and its configuration show it. */
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

/** Where a configuration and its pictures are found. */
const configurationIds = z.object({
  last_job_id: z.string(),
  screenshot_config_id: z.uuid(),
  embed_url: z.url(),
});

/** A configuration: what was given, its ids, and when it was created. */
export const configurationResource = z.object({
  config: z.record(z.string(), z.unknown()),
  ids: configurationIds,
  created_at: z.string().meta({ description: "Unix milliseconds, as text." }),
});
export type ConfigurationResource = z.infer<typeof configurationResource>;

/** An account, as the operator sees it. */
export const accountResource = z.object({
  id: z.uuid(),
  name: z.string(),
  monthly_screenshots: z.int(),
  billing_up_to_date: z.boolean(),
  created_at: z.string().meta({ description: "Unix milliseconds, as text." }),
});
export type AccountResource = z.infer<typeof accountResource>;
