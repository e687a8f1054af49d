import { z } from "zod";
import { boolean, choice, integer } from "./fields";
import { captureOptions } from "./options";

const INTERVALS = ["minutes", "hours", "days", "weeks", "months", "years"] as const;
type IntervalName = (typeof INTERVALS)[number];

/** How to say a schedule of 1 in a smaller unit. */
const SMALLER: Record<IntervalName, string> = {
  minutes: "every 2 minutes is the shortest",
  hours: "60 minutes for 1 hour",
  days: "24 hours for 1 day",
  weeks: "7 days for 1 week",
  months: "4 weeks, or 30 days, for 1 month",
  years: "12 months for 1 year",
};

/** A hundred years in each unit. */
const MOST: Record<IntervalName, number> = {
  minutes: 52_596_000,
  hours: 876_600,
  days: 36_525,
  weeks: 5_217,
  months: 1_200,
  years: 100,
};

const scheduleFields = {
  scheduled_screenshot: boolean({ description: "Capture on a schedule." }).optional(),
  // The maximum depends on the unit: see below.
  scheduled_every: integer(1, Number.MAX_SAFE_INTEGER, {
    description: "How many intervals lie between two captures.",
    accepted: "a whole number greater than 1",
  }).optional(),
  scheduled_interval: choice(INTERVALS, { description: "The unit of the schedule." }).optional(),
} as const;

/** The parameters of a configuration: the options of a capture, and a schedule. */
export const configurationParameters = captureOptions
  .safeExtend(scheduleFields)
  .superRefine((given, ctx) => {
    const refuse = (field: keyof typeof scheduleFields, accepted: string) =>
      ctx.addIssue({ code: "custom", path: [field], params: { accepted }, message: accepted });
    const { scheduled_screenshot, scheduled_every: every, scheduled_interval: interval } = given;

    if (every !== undefined && interval === undefined) {
      refuse("scheduled_interval", `one of ${INTERVALS.join(", ")}, together with scheduled_every`);
    } else if (interval !== undefined && every === undefined) {
      refuse("scheduled_every", "a whole number greater than 1, together with scheduled_interval");
    } else if (every === undefined || interval === undefined) {
      if (scheduled_screenshot) {
        refuse("scheduled_screenshot", "true only with scheduled_every and scheduled_interval");
      }
    } else if (every < 2) {
      refuse("scheduled_every", `a whole number greater than 1 (${SMALLER[interval]})`);
    } else if (every > MOST[interval]) {
      refuse("scheduled_every", `at most ${MOST[interval]} ${interval}, a hundred years`);
    }
  });

export type ConfigurationParameters = z.infer<typeof configurationParameters>;

/** The same as changes: each field may be left out, or removed with null. */
export const configurationChanges = z.object(
  Object.fromEntries(
    Object.entries(configurationParameters.shape).map(([name, field]) => [
      name,
      withoutDefault(field).nullable().optional(),
    ]),
  ),
);

/** A field that is left out stays as it was. */
function withoutDefault(field: z.ZodType): z.ZodType {
  return field instanceof z.ZodDefault || field instanceof z.ZodOptional
    ? (field.unwrap() as z.ZodType)
    : field;
}

/** The parameters of a configuration by name. Others are ignored and reported. */
export const CONFIGURATION_NAMES: ReadonlySet<string> = new Set(
  Object.keys(configurationParameters.shape),
);
