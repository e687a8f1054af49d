import { AppError } from "../errors";
import { ACTION_KEYS } from "../schemas/actions";
import { COOKIE_KEYS } from "../schemas/cookies";
import { valueOfJson } from "../schemas/fields";
import { HEADER_KEYS } from "../schemas/headers";
import type { Parameters } from "./body";

const MOST_NAMED = 5;

/**
 * Refuses keys that mean nothing inside actions, headers and cookies: they would be stored unread. For parameters
 * that are valid otherwise, and only for those of a request: what is stored already is captured as before.
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
  // One cookie may come without a list; a single map of headers has the caller's own names as its keys.
  const entries = Array.isArray(value) || field === "cookies" ? [value].flat() : [];
  return entries.flatMap((entry, index) => {
    const isRead = field === "multi_step_actions" || isPair(entry);
    const keys = isRead && isObject(entry) ? Object.keys(entry) : [];
    return keys
      .filter((key) => !known.has(key))
      .map(
        (key) =>
          `${field}[${index}] has the unknown key ${shown(key)}; accepted: ${[...known].join(", ")}`,
      );
  });
}

/** Whether an entry says its name and value by these keys; else it is a map from one name to its value. */
function isPair(entry: unknown): boolean {
  return isObject(entry) && "value" in entry && ("name" in entry || "key" in entry);
}

function isObject(entry: unknown): entry is object {
  return !!entry && typeof entry === "object";
}

function shown(key: string): string {
  return JSON.stringify(key.slice(0, 60).toWellFormed());
}
