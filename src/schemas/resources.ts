import { z } from "zod";

/** A finished screenshot, as lists and jobs show it. */
export const screenshotResource = z.object({
  screenshot_configuration_id: z.string().meta({ description: "Empty for a snap." }),
  direct_link: z.url(),
  direct_thumbnail_link: z.url(),
  taken_at_timestamp: z.int().meta({ description: "Unix seconds." }),
  job_id: z.string(),
});
export type ScreenshotResource = z.infer<typeof screenshotResource>;

/** An account, as the operator sees it. */
export const accountResource = z.object({
  id: z.uuid(),
  name: z.string(),
  monthly_screenshots: z.int(),
  billing_up_to_date: z.boolean(),
  created_at: z.string().meta({ description: "Unix milliseconds, as text." }),
});
export type AccountResource = z.infer<typeof accountResource>;
