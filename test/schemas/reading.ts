import type { z } from "zod";
import { AppError } from "../../src/errors";
import { validated } from "../../src/http/validation";
import { snapParameters } from "../../src/schemas/snap";

type Given = Record<string, unknown>;

/** Parses parameters with a schema; `url` has a default. */
export function readerOf<T extends z.ZodObject>(schema: T) {
  /** The parsed parameters. */
  const read = (parameters: Given) =>
    validated(schema, { url: "https://example.com/", ...parameters });

  /** The error for invalid parameters. */
  const refusal = (parameters: Given): Pick<AppError, "code" | "note"> => {
    try {
      read(parameters);
    } catch (error) {
      if (error instanceof AppError) return { code: error.code, note: error.note };
      throw error;
    }
    throw new Error(`accepted: ${JSON.stringify(parameters).slice(0, 200)}`);
  };

  return { read, refusal };
}

/** Parses the parameters of a snap. */
export const { read, refusal } = readerOf(snapParameters);
