import type { Context } from "../context";
import { withPublicUrls } from "../domain/addresses";
import type { GivenConfiguration } from "../domain/configs";
import { CONFIGURATION_NAMES, configurationParameters } from "../schemas/configuration";
import type { Parameters } from "./body";
import { given } from "./parameters";
import { validated } from "./validation";

/** A configuration read from parameters: each value as it was sent, the schedule's in their types. */
export function readConfiguration(ctx: Context, parameters: Parameters): GivenConfiguration {
  const meaning = withPublicUrls(ctx, validated(configurationParameters, parameters));
  const { scheduled_screenshot, scheduled_every, scheduled_interval } = meaning;
  const sent = Object.entries(parameters).filter(([name]) => CONFIGURATION_NAMES.has(name));
  const schedule = { scheduled_screenshot, scheduled_every, scheduled_interval };
  const config = { ...Object.fromEntries(sent), ...withoutUndefined(schedule) };
  return { config, meaning };
}

/** A configuration's values after a change: an empty value removes an option. */
export function changed(config: Record<string, unknown>, changes: Parameters): Parameters {
  return given({ ...config, ...changes });
}

function withoutUndefined(map: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}
