import { AppError } from "../../src/errors";
import { validated } from "../../src/http/validation";
import { captureOptions } from "../../src/schemas/options";

const URL_GIVEN = { url: "https://example.com/" };

/** The capture options that some parameters are read as; `url` may be left out. */
export function read(parameters: Record<string, unknown>) {
  return validated(captureOptions, { ...URL_GIVEN, ...parameters });
}

/** The error that some parameters are refused with. */
export function refusal(parameters: Record<string, unknown>): Pick<AppError, "code" | "note"> {
  try {
    read(parameters);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, note: error.note };
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(parameters).slice(0, 200)}`);
}
