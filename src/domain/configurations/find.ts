import type { Context } from "../../context";
import { AppError } from "../../errors";
import { type ConfigurationParameters, configurationParameters } from "../../schemas/configuration";
import { captureOptions, type ImageFormat } from "../../schemas/options";
import { findConfiguration } from "../../store/configurations";
import type { AccountRow, ConfigurationRow } from "../../store/rows";
import { contextOfRow, withPublicUrls } from "../addresses";

/** A configuration as it was given, and the values read from it. */
export interface GivenConfiguration {
  config: Record<string, unknown>;
  meaning: ConfigurationParameters;
}

/** A configuration of this account. Another account's counts as not found. */
export async function requireConfiguration(
  ctx: Context,
  account: AccountRow,
  id: string,
): Promise<ConfigurationRow> {
  const found = await findConfiguration(ctx.env, id);
  if (found?.accountId === account.id) return found;
  throw configurationNotFound();
}

export function configurationNotFound(): AppError {
  return new AppError(
    "screenshot_configuration_not_found",
    "Your account has no screenshot configuration with this id.",
  );
}

/** The format in which a configuration is captured. */
export function imageFormatOf({ config }: ConfigurationRow): ImageFormat {
  return captureOptions.shape.image_format.parse(config["image_format"]);
}

/** The values of a stored configuration. Its addresses are checked again: the policy may have changed. */
export function meaningOf(ctx: Context, row: ConfigurationRow): ConfigurationParameters {
  const meaning = configurationParameters.parse(row.config);
  return withPublicUrls(contextOfRow(ctx, row), meaning);
}
