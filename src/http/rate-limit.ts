import { AppError } from "../errors";
import type { RequestContext } from "./app-env";

const PERIOD_SECONDS = 60;

/**
 * Counts a request of an account; `rate_limit_exceeded` past its requests a minute. Whoever reads a public page has
 * its publishable key: each of them has a count of his own, and takes nothing from the owner or the others.
 */
export async function limitAccount(
  c: RequestContext,
  accountId: string,
  keyKind: "private" | "publishable",
): Promise<void> {
  const reader = keyKind === "publishable" ? `:${readerOf(c)}` : "";
  const { success } = await c.env.API_RATE_LIMIT.limit({ key: `${accountId}:${keyKind}${reader}` });
  if (!success) throw exceeded(c, "Your account sends too many requests a minute.");
}

/** Counts a request without a valid key; `rate_limit_exceeded` where too many come from one address. */
export async function limitAddress(c: RequestContext): Promise<void> {
  const { success } = await c.env.ADDRESS_RATE_LIMIT.limit({ key: readerOf(c) });
  if (!success) throw exceeded(c, "Too many requests without a valid key come from your address.");
}

/** Counts a health check; `rate_limit_exceeded` where too many come from one address. */
export async function limitHealthChecks(c: RequestContext): Promise<void> {
  const { success } = await c.env.ADDRESS_RATE_LIMIT.limit({ key: `health:${readerOf(c)}` });
  if (!success) throw exceeded(c, "Too many health checks come from your address.");
}

function readerOf(c: RequestContext): string {
  return networkOf(c.req.header("CF-Connecting-IP") ?? "");
}

/**
 * What one reader has to himself of an address: all of IPv4, the first 64 bits of IPv6, since a provider gives each
 * customer at least 2^64 addresses (RFC 6177). `unknown` for text that is no address.
 */
export function networkOf(address: string): string {
  if (IPV4.test(address)) return address;
  if (!/^[\da-f.:]+$/i.test(address) || !URL.canParse(`http://[${address}]`)) return "unknown";
  // A URL writes every address in one way: lower case, hexadecimal, the longest row of zeros as `::`.
  const [start = "", end = ""] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const mapped = start === "" ? /^ffff:([\da-f]+):([\da-f]+)$/.exec(end) : null;
  if (mapped) return mapped.slice(1).flatMap(bytesOf).join(".");
  const [head = [], tail = []] = [start, end].map((half) => half.split(":").filter(Boolean));
  const zeros = Array<string>(8 - head.length - tail.length).fill("0");
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(":")}::/64`;
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** The two bytes of a group of IPv6. */
function bytesOf(group: string): number[] {
  const bits = Number.parseInt(group, 16);
  return [bits >> 8, bits & 255];
}

function exceeded(c: RequestContext, note: string): AppError {
  const second = Math.floor(c.get("ctx").now() / 1_000) % PERIOD_SECONDS;
  return new AppError("rate_limit_exceeded", `${note} Wait until the next minute.`, {
    retryAfterSeconds: PERIOD_SECONDS - second,
  });
}
