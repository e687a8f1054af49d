import { z } from "zod";
import { jsonOrText } from "./fields";

/** One request header. */
interface HeaderPair {
  name: string;
  value: string;
}

export const MAX_HEADERS = 50;
/** The keys of a header that is given as an object. */
export const HEADER_KEYS: ReadonlySet<string> = new Set(["name", "key", "value"]);

/**
 * Headers for the page's own origin, in any of the forms that clients send: a list of `{key|name, value}`, of
 * one-entry maps or of `"Name: value"` text, one map, or lines of `Name: value`.
 */
export const headersField = jsonOrText(
  z.unknown().transform((value, ctx) => {
    const pairs = pairsOf(value);
    const problem = typeof pairs === "string" ? pairs : problemOfHeaders(pairs);
    if (typeof pairs !== "string" && !problem) return pairs;
    ctx.addIssue({ code: "custom", message: problem ?? "" });
    return z.NEVER;
  }),
  {
    accepted: `at most ${MAX_HEADERS} headers: a JSON list of {"name","value"}, a JSON map, or lines of "Name: value"`,
    description: "Request headers for the page's own origin.",
    example: [{ name: "X-Preview", value: "1" }],
  },
);

/** Reads headers of any accepted form; the text of the problem when it cannot. */
export function pairsOf(value: unknown): HeaderPair[] | string {
  if (typeof value === "string") return collect(value.split(/\r?\n/).filter((line) => line.trim()));
  if (Array.isArray(value)) return collect(value);
  if (!value || typeof value !== "object") return "it has none of the accepted forms";
  const entries = Object.entries(value);
  // A single pair without a list, not a map of two headers with these names.
  const isPair = entries.length === 2 && "value" in value && ("name" in value || "key" in value);
  return collect(isPair ? [value] : entries.map(mapEntry));
}

/** Whether a header can carry this text. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

const mapEntry = ([name, value]: [string, unknown]) => ({ name, value });

function collect(items: unknown[]): HeaderPair[] | string {
  const pairs: HeaderPair[] = [];
  for (const [index, item] of items.entries()) {
    const pair = pairOf(item);
    if (!pair) return `entry ${index} has no name with a text as its value`;
    pairs.push(pair);
  }
  return pairs;
}

function pairOf(item: unknown): HeaderPair | null {
  if (typeof item === "string") {
    const colon = item.indexOf(":");
    return colon > 0
      ? { name: item.slice(0, colon).trim(), value: item.slice(colon + 1).trim() }
      : null;
  }
  if (!item || typeof item !== "object") return null;
  const map = item as Record<string, unknown>;
  const name = map["name"] ?? map["key"];
  if (name !== undefined) return scalarPair(name, map["value"]);
  const [only, ...others] = Object.entries(map);
  return only && others.length === 0 ? scalarPair(...only) : null;
}

function scalarPair(name: unknown, value: unknown): HeaderPair | null {
  const scalar =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return typeof name === "string" && scalar ? { name: name.trim(), value: String(value) } : null;
}

function problemOfHeaders(pairs: HeaderPair[]): string | null {
  if (pairs.length > MAX_HEADERS) return `${pairs.length} headers are more than ${MAX_HEADERS}`;
  for (const [index, pair] of pairs.entries()) {
    const problem = problemOfHeader(pair);
    if (problem) return `entry ${index}: ${problem}`;
  }
  return null;
}

function problemOfHeader({ name, value }: HeaderPair): string | null {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
    return `"${name.slice(0, 40)}" is no header name`;
  }
  if (REFUSED.has(name.toLowerCase()) || /^proxy-/i.test(name))
    return `${name} is set by the browser and cannot be sent`;
  return isHeaderValue(value) ? null : `the value of ${name} must be one line of Latin-1 text`;
}

/** Hop-by-hop headers, those that set the target or the length of a request, and those that Chromium refuses. */
const REFUSED = new Set([
  "connection",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "host",
  "content-length",
  "expect",
  "set-cookie",
  "cookie2",
]);
