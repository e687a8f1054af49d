import { AppError } from "../errors";
import { ACTION_KEYS } from "../schemas/actions";
import { COOKIE_KEYS } from "../schemas/cookies";
import { valueOfJson } from "../schemas/fields";
import { HEADER_KEYS } from "../schemas/headers";
import type { Parameters } from "./body";

const MOST_NAMED = 5;

/**
 * Refuses unknown keys inside actions, headers and cookies, which would be stored and ignored. It expects valid
 * parameters of a request. What is stored already is not checked, so that its captures go on.
 */
export function refuseUnknownKeys(parameters: Parameters): void {
  const actions = unknownIn(parameters, "multi_step_actions", ACTION_KEYS);
  const headers = unknownIn(parameters, "headers", HEADER_KEYS);
  const cookies = unknownIn(parameters, "cookies", COOKIE_KEYS);
  const unknown = [...actions, ...headers, ...cookies];
  if (unknown.length === 0) return;
  const code = actions.length > 0 ? "invalid_multi_step_actions" : "invalid_options";
  throw new AppError(code, `${unknown.slice(0, MOST_NAMED).join(". ")}.`);
}

function unknownIn(parameters: Parameters, field: string, known: ReadonlySet<string>): string[] {
  const value = valueOfJson(parameters[field]);
  // A single cookie may come without a list. The keys of a map of headers are the user's own names.
  const entries = Array.isArray(value) || field === "cookies" ? [value].flat() : [];
  return entries.flatMap((entry, index) => {
    const isRead = field === "multi_step_actions" || isPair(entry);
    const keys = isRead && isObject(entry) ? Object.keys(entry) : [];
    return keys
      .filter((key) => !known.has(key))
      .map(
        (key) =>
          `${field}[${index}] has the unknown key ${quotedKey(key)}; accepted: ${[...known].join(", ")}`,
      );
  });
}

/** Whether an entry has its name and value under these keys. Else it is a map from one name to its value. */
function isPair(entry: unknown): boolean {
  return isObject(entry) && "value" in entry && ("name" in entry || "key" in entry);
}

function isObject(entry: unknown): entry is object {
  return !!entry && typeof entry === "object";
}

function quotedKey(key: string): string {
  return JSON.stringify(key.slice(0, 60).toWellFormed());
}
