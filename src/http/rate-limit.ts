import { AppError } from "../errors";
import type { RequestContext } from "./app-env";

const PERIOD_SECONDS = 60;

/**
 * Counts a request of an account; `rate_limit_exceeded` over its requests a minute. Publishable-key requests are
 * counted per client network: every reader of a public page has that key, and must not use up the owner's requests.
 */
export async function limitAccount(
  c: RequestContext,
  accountId: string,
  keyKind: "private" | "publishable",
): Promise<void> {
  const client = keyKind === "publishable" ? `:${clientNetworkOf(c)}` : "";
  const { success } = await c.env.API_RATE_LIMIT.limit({ key: `${accountId}:${keyKind}${client}` });
  if (!success) throw exceeded(c, "Your account sends too many requests a minute.");
}

/** Counts a request without a valid key per client network; `rate_limit_exceeded` for too many. */
export async function limitAddress(c: RequestContext): Promise<void> {
  const { success } = await c.env.ADDRESS_RATE_LIMIT.limit({ key: clientNetworkOf(c) });
  if (!success) throw exceeded(c, "Too many requests without a valid key come from your address.");
}

/** Counts a health check per client network; `rate_limit_exceeded` for too many. */
export async function limitHealthChecks(c: RequestContext): Promise<void> {
  const { success } = await c.env.ADDRESS_RATE_LIMIT.limit({ key: `health:${clientNetworkOf(c)}` });
  if (!success) throw exceeded(c, "Too many health checks come from your address.");
}

function clientNetworkOf(c: RequestContext): string {
  return networkOf(c.req.header("CF-Connecting-IP") ?? "");
}

/**
 * The network of a client: its whole IPv4 address, or the first 64 bits of an IPv6 address, since a provider gives each
 * customer at least 2^64 of them (RFC 6177). `unknown` for text that is no address.
 */
export function networkOf(address: string): string {
  if (IPV4.test(address)) return address;
  if (!/^[\da-f.:]+$/i.test(address) || !URL.canParse(`http://[${address}]`)) return "unknown";
  // A URL writes each address in one way: lower case, hexadecimal, the longest row of zeros as `::`.
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
