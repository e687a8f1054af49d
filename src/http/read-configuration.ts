import type { Context } from "../context";
import { withPublicUrls } from "../domain/addresses";
import type { GivenConfiguration } from "../domain/configurations/find";
import { AppError } from "../errors";
import { withoutUndefined } from "../lib/without-undefined";
import { CONFIGURATION_NAMES, configurationParameters } from "../schemas/configuration";
import { fitsInto } from "../schemas/fields";
import type { Parameters } from "./body";
import { refuseUnknownKeys } from "./known-keys";
import { given } from "./parameters";
import { validated } from "./validation";

/** 256 KiB: each capture reads a configuration from the database, and a list reads up to 1,000. */
const MAX_STORED_BYTES = 262_144;

/**
 * Reads a configuration from parameters and what is stored. Values are kept as they were sent, but the fields of the
 * schedule get their types. An empty value removes an option.
 */
export function readConfiguration(
  ctx: Context,
  parameters: Parameters,
  stored: Record<string, unknown> = {},
): GivenConfiguration {
  const merged = given({ ...stored, ...parameters });
  const meaning = withPublicUrls(ctx, validated(configurationParameters, merged));
  refuseUnknownKeys(parameters);
  const { scheduled_screenshot, scheduled_every, scheduled_interval } = meaning;
  const sent = Object.entries(merged).filter(([name]) => CONFIGURATION_NAMES.has(name));
  const schedule = { scheduled_screenshot, scheduled_every, scheduled_interval };
  const config = { ...Object.fromEntries(sent), ...withoutUndefined(schedule) };
  if (!fitsInto(MAX_STORED_BYTES)(JSON.stringify(config))) {
    const note = `A configuration holds at most ${MAX_STORED_BYTES} bytes as JSON; shorten its scripts, actions, headers or cookies.`;
    throw new AppError("payload_too_large", note);
  }
  return { config, meaning };
}
