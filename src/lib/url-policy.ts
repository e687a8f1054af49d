import { isOneOfHosts, isPublicHost } from "./hosts";
import { isAllowedPort } from "./ports";

/** Which addresses the service may call. */
export interface AddressPolicy {
  /** Allows private addresses and the ports of internal services; never the ports that browsers refuse. */
  allowPrivateNetwork: boolean;
  /** The service itself, never allowed except its smoke page: `host:port`, or `host` for every port of it. */
  ownHosts: readonly string[];
}

/** A URL that may be called, or what an address must be to become one. */
export type ParsedUrl = { ok: true; url: URL } | { ok: false; problem: string };

const MAX_URL_CHARACTERS = 8192;

/** The only page of the service that may be captured: its only input is a number, and it calls nothing. */
const SMOKE_PAGE_PATH = "/smoke-page";

const NOT_A_WEB_ADDRESS =
  "must be an absolute http:// or https:// address, such as https://example.com/page";

/**
 * Reads an address given by a user. White space around it is dropped, and a missing scheme becomes `https://`. A user
 * name is refused: it would be stored and shown with the address.
 */
export function parsePublicUrl(text: string, policy: AddressPolicy): ParsedUrl {
  const given = text.trim();
  if (given.length > MAX_URL_CHARACTERS) return refused("must have at most 8,192 characters");
  if (/[\p{Cc}\\]/u.test(given)) {
    return refused("must not contain control characters or backslashes (%5C stands for one)");
  }
  const absolute = withScheme(given);
  if (!absolute || !URL.canParse(absolute)) return refused(NOT_A_WEB_ADDRESS);
  const url = new URL(absolute);
  if (url.username || url.password) {
    return refused("must not contain a user name or password (send an Authorization header)");
  }
  const problem = problemOfUrl(url, policy);
  return problem ? refused(problem) : { ok: true, url };
}

/** Why a URL may not be called; null when it may. */
export function problemOfUrl(url: URL, policy: AddressPolicy): string | null {
  if (!isWebUrl(url)) return NOT_A_WEB_ADDRESS;
  if (isOneOfHosts(url, policy.ownHosts) && url.pathname !== SMOKE_PAGE_PATH) {
    return "must not be an address of this service itself";
  }
  if (!isPublicHost(url.hostname, policy)) {
    return "must have a public host: a name with a dot or an IP address, none that is local, private or reserved";
  }
  if (!isAllowedPort(url, policy)) {
    return `must use a port of the web, such as 443 or 8080 (${url.port} belongs to another service)`;
  }
  return null;
}

/** Whether the scheme of a URL is http or https. */
export function isWebUrl({ protocol }: URL): boolean {
  return protocol === "http:" || protocol === "https:";
}

/** The host of an address given by a user, with its port unless it is the scheme's default; "" without a host. */
export function hostOf(text: string): string {
  const absolute = withScheme(text.trim());
  return absolute && URL.canParse(absolute) ? new URL(absolute).host : "";
}

/** A URL without its user name and password; any other text unchanged. */
export function withoutCredentials(text: string): string {
  const url = URL.parse(text);
  if (!url?.username && !url?.password) return text;
  return Object.assign(url, { username: "", password: "" }).href;
}

function refused(problem: string): ParsedUrl {
  return { ok: false, problem };
}

function withScheme(text: string): string | null {
  if (/^https?:\/\/[^/]/i.test(text)) return text;
  if (/^\/\/[^/]/.test(text)) return `https:${text}`;
  if (text.startsWith("/")) return null;
  // In `localhost:3000` and `example.com:8080/path` a port follows the colon: no scheme.
  const isHostWithPort = /^[^/?#:@]+:\d+([/?#]|$)/.test(text);
  const hasOtherScheme = /^[a-z][a-z0-9+.-]*:/i.test(text) && !isHostWithPort;
  return hasOtherScheme ? null : `https://${text}`;
}
