import { z } from "zod";
import { boolean, jsonOrText } from "./fields";
import { pairsOf } from "./headers";

export const MAX_COOKIES = 100;

const flag = boolean({}).optional();

/** One cookie. Without a domain it belongs to the page's host. */
export const cookieSchema = z.object({
  name: z
    .string()
    .regex(/^[\x21-\x3a\x3c\x3e-\x7e]+$/)
    .meta({ accepted: "a name without spaces, = and ;" }),
  value: z
    .string()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a cookie cannot have them
    .regex(/^[^;\x00-\x1f\x7f]*$/)
    .meta({ accepted: "text without ; and control characters" }),
  domain: z.string().max(253).optional().meta({ accepted: "text of at most 253 characters" }),
  path: z.string().regex(/^\//).optional().meta({ accepted: "text that starts with /" }),
  secure: flag.meta({ accepted: "true or false" }),
  httpOnly: flag.meta({ accepted: "true or false" }),
  sameSite: z
    .preprocess(sameSiteOf, z.enum(["Strict", "Lax", "None"]).optional())
    .optional()
    .meta({ accepted: "Strict, Lax or None" }),
  expires: z
    .preprocess(secondsOf, z.int().optional())
    .optional()
    .meta({ accepted: "Unix seconds or a date" }),
});

/** The keys of a cookie object in every spelling, and those that browsers export besides, which have no effect. */
export const COOKIE_KEYS: ReadonlySet<string> = new Set([
  ...Object.keys(cookieSchema.shape),
  "key",
  "httponly",
  "http_only",
  "same_site",
  "samesite",
  "expiry",
  "expirationDate",
  "session",
  "hostOnly",
  "storeId",
  "id",
  "size",
  "priority",
  "sameParty",
  "sourceScheme",
  "sourcePort",
  "partitionKey",
  "partitioned",
  "firstPartyDomain",
]);

type Cookie = z.infer<typeof cookieSchema>;

/** Cookies in any of the forms that clients send: those of `headers`, `a=b; c=d`, or full cookie objects. */
export const cookiesField = jsonOrText(
  z.unknown().transform((value, ctx): Cookie[] => {
    const cookies = cookiesOf(value);
    if (typeof cookies !== "string" && cookies.length <= MAX_COOKIES) return cookies;
    const problem =
      typeof cookies === "string"
        ? cookies
        : `${cookies.length} cookies are more than ${MAX_COOKIES}`;
    ctx.addIssue({ code: "custom", message: problem });
    return z.NEVER;
  }),
  {
    accepted: `at most ${MAX_COOKIES} cookies: "a=b; c=d", a JSON map, or a JSON list of {"name","value","domain","path"}`,
    description: "Cookies for the page.",
    example: "session=abc; theme=dark",
  },
);

function cookiesOf(value: unknown): Cookie[] | string {
  if (typeof value === "string" && !isHeaderLines(value)) return checked(cookieLine(value));
  if (Array.isArray(value)) return checked(value.flatMap(entryOf));
  if (isCookieObject(value)) return checked([normalised(value)]);
  const pairs = pairsOf(value);
  return typeof pairs === "string" ? pairs : checked(pairs);
}

/** `Name: value` lines have a colon before any equals sign. */
function isHeaderLines(text: string): boolean {
  return /^[^=;]*:/.test(text);
}

function cookieLine(line: string): unknown[] {
  return line
    .split(/[;\n]/)
    .filter((part) => part.trim())
    .map((part) => {
      const equals = part.indexOf("=");
      return equals > 0
        ? { name: part.slice(0, equals).trim(), value: part.slice(equals + 1).trim() }
        : part;
    });
}

function entryOf(entry: unknown): unknown[] {
  if (typeof entry === "string" && !isHeaderLines(entry)) return cookieLine(entry);
  if (isCookieObject(entry)) return [normalised(entry)];
  const pairs = pairsOf([entry]);
  return typeof pairs === "string" ? [entry] : pairs;
}

function isCookieObject(entry: unknown): entry is object {
  return (
    !!entry && typeof entry === "object" && "value" in entry && ("name" in entry || "key" in entry)
  );
}

/** Reads the exports of browsers, which spell some attributes differently and write null for a missing one. */
function normalised(entry: object): unknown {
  const known = Object.entries(entry).filter(([, value]) => value !== null);
  const { key, httponly, http_only, same_site, samesite, expiry, expirationDate, ...rest } =
    Object.fromEntries(known) as Record<string, unknown>;
  const { value } = rest;
  return {
    ...rest,
    name: rest["name"] ?? key,
    value: typeof value === "number" || typeof value === "boolean" ? String(value) : value,
    httpOnly: rest["httpOnly"] ?? httponly ?? http_only,
    sameSite: rest["sameSite"] ?? same_site ?? samesite,
    expires: rest["expires"] ?? expiry ?? expirationDate,
  };
}

function sameSiteOf(word: unknown): unknown {
  const lower = typeof word === "string" ? word.toLowerCase() : word;
  return SAME_SITE.has(lower) ? SAME_SITE.get(lower) : word;
}

const SAME_SITE = new Map<unknown, string | undefined>([
  ["strict", "Strict"],
  ["lax", "Lax"],
  ["none", "None"],
  ["no_restriction", "None"],
  ["unspecified", undefined],
  ["", undefined],
]);

/** Whole Unix seconds; undefined for a session cookie, which some exports write as 0 or -1. */
function secondsOf(moment: unknown): unknown {
  if (typeof moment !== "string" && typeof moment !== "number") return moment;
  const isDate = Number.isNaN(Number(moment));
  const seconds = isDate ? Date.parse(String(moment)) / 1_000 : Number(moment);
  return seconds <= 0 ? undefined : Math.floor(seconds);
}

function checked(candidates: unknown[]): Cookie[] | string {
  const cookies: Cookie[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const parsed = cookieSchema.safeParse(candidate);
    if (!parsed.success) return `entry ${index}: ${problemOfCookie(parsed.error)}`;
    cookies.push(parsed.data);
  }
  return cookies;
}

function problemOfCookie({ issues }: z.ZodError): string {
  const key = issues[0]?.path[0] as keyof typeof cookieSchema.shape | undefined;
  if (key === undefined) return "it is neither name=value nor a cookie object";
  return `"${key}" must be ${cookieSchema.shape[key].meta()?.["accepted"]}`;
}
