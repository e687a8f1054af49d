import type { ConfigurationParameters } from "../schemas/configuration";
import type { ConfigurationRow } from "../store/rows";
import type { Recurrence } from "./recurrence";

/** The recurrence of a configuration; null when it has no schedule. */
export function recurrenceOf(
  given: Pick<
    ConfigurationParameters,
    "scheduled_screenshot" | "scheduled_every" | "scheduled_interval"
  >,
  anchorAt: number,
): Recurrence | null {
  const { scheduled_screenshot, scheduled_every: every, scheduled_interval: interval } = given;
  if (!scheduled_screenshot || every === undefined || interval === undefined) return null;
  return { anchorAt, every, interval };
}

/** The recurrence of a stored configuration, whose `scheduled_*` values were parsed when it was written. */
export function recurrenceOfRow(row: ConfigurationRow): Recurrence | null {
  return recurrenceOf(row.config as Partial<ConfigurationParameters>, row.anchorAt);
}
