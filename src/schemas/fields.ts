import { z } from "zod";

/** Describes a field, in the documentation and in the notes of errors. */
interface Words {
  accepted: string;
  description: string;
  example?: unknown;
}

// Forms and query strings send text, so each field also accepts its value as text.

/** Unlike `z.int()`, a number that is not whole does not prevent the checks of the other fields. */
function wholeNumber(min: number, max: number) {
  const number = z.number().min(min).max(max).refine(Number.isSafeInteger);
  return number.meta({ type: "integer" });
}

/** A whole number in a range; `10`, `"10"`. */
export function integer(min: number, max: number, { accepted, ...words }: Partial<Words>) {
  return z
    .preprocess(numberOfText, wholeNumber(min, max))
    .meta({ ...words, accepted: accepted ?? `a whole number from ${min} to ${max}` });
}

/** A number in a range; `-0.5`, `"-0.5"`. */
export function decimal(min: number, max: number, words: Partial<Words>) {
  const isBounded = Number.isFinite(max);
  const accepted = isBounded ? `a number from ${min} to ${max}` : `a number from ${min} on`;
  const number = z.number().min(min);
  // JSON Schema has no infinite maximum.
  const bounded = isBounded ? number.max(max) : number;
  return z.preprocess(numberOfText, bounded).meta({ ...words, accepted });
}

/** `true`, `false`, `1`, `0`, as value or as text in any case. */
export function boolean(words: Partial<Words>) {
  return z.preprocess(booleanOfText, z.boolean()).meta({ ...words, accepted: "true or false" });
}

/** As seconds it is in the year 5138, as milliseconds in 1973: from here on numbers are milliseconds. */
const FIRST_MILLISECONDS = 1e11;
const MAX_TIMESTAMP = 999_999_999_999_999;

/**
 * A Unix timestamp in seconds or milliseconds, read as Unix milliseconds. A value in seconds becomes the first or the
 * last millisecond of that second.
 */
export function timestamp(of: "first" | "last", words: Partial<Words>) {
  const read = (number: number) => {
    if (number >= FIRST_MILLISECONDS) return number;
    return number * 1_000 + (of === "first" ? 0 : 999);
  };
  return z
    .preprocess(numberOfText, wholeNumber(0, MAX_TIMESTAMP).transform(read))
    .meta({ ...words, accepted: "a Unix timestamp in seconds or milliseconds" });
}

/** Text of at most so many bytes. */
export function text(maxBytes: number, words: Partial<Words>) {
  return z
    .preprocess(textOfNumber, z.string().refine(fitsInto(maxBytes)))
    .meta({ ...words, accepted: words.accepted ?? `text of at most ${maxBytes} bytes` });
}

/** Whether a text is at most so many bytes of UTF-8. */
export function fitsInto(maxBytes: number): (text: string) => boolean {
  return (text) => Buffer.byteLength(text) <= maxBytes;
}

/** One of some words, in any case. */
export function choice<const T extends string>(values: readonly T[], words: Partial<Words>) {
  const lower = (value: unknown) =>
    typeof value === "string" ? value.trim().toLowerCase() : value;
  return z
    .preprocess(lower, z.enum(values))
    .meta({ ...words, accepted: `one of ${values.join(", ")}` });
}

/** A value that comes as JSON text in a form, and as it is in a JSON body. */
export function jsonOrText<T extends z.ZodType>(schema: T, words: Words) {
  return z.preprocess(valueOfJson, schema).meta({ ...words });
}

function numberOfText(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const trimmed = value.trim();
  return /^[+-]?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : value;
}

function booleanOfText(value: unknown): unknown {
  if (value === 1 || value === 0) return value === 1;
  if (typeof value !== "string") return value;
  const word = value.trim().toLowerCase();
  if (word === "true" || word === "1") return true;
  return word === "false" || word === "0" ? false : value;
}

function textOfNumber(value: unknown): unknown {
  return typeof value === "number" ? String(value) : value;
}

/** The value of JSON text; any other value as it is. */
export function valueOfJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
