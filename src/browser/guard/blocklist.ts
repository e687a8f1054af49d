import { AD_HOSTS, TRACKING_HOSTS } from "./blocked-hosts";

/** The hosts that a capture blocks. */
export interface Blocklist {
  /** Whether the list has this `hostname` of a URL, or a parent domain of it. */
  blocks(hostname: string): boolean;
  /** URL patterns for `Fetch.enable`. They match every request to a host that `blocks` knows, and few others. */
  patterns: string[];
}

/** The options of a capture that decide what is blocked. */
interface BlockingOptions {
  no_ads: boolean;
  no_tracking: boolean;
  /** The address that is captured. */
  url: string;
}

/**
 * The hosts to block under these options; null: none. The host of the captured page is never blocked: somebody may
 * capture the site of an advertiser or of an analytics service.
 */
export function blocklistOf({ no_ads, no_tracking, url }: BlockingOptions): Blocklist | null {
  const hosts = new Set([
    ...(no_ads ? hostList(AD_HOSTS) : []),
    ...(no_tracking ? hostList(TRACKING_HOSTS) : []),
  ]);
  for (const own of withParents(new URL(url).hostname)) hosts.delete(own);
  if (hosts.size === 0) return null;
  return {
    blocks: (hostname) => withParents(hostname).some((name) => hosts.has(name)),
    patterns: [...hosts].flatMap(hostPatterns),
  };
}

function hostList(hosts: string): string[] {
  return hosts.trim().split(/\s+/);
}

/**
 * The host name without the trailing dot, and its parent domains.
 *
 * @example withParents("a.b.c.") // ["a.b.c", "b.c", "c"]
 */
function withParents(hostname: string): string[] {
  const labels = hostname.toLowerCase().replace(/\.$/, "").split(".");
  return labels.map((_, n) => labels.slice(n).join("."));
}

/**
 * Chromium compares every pattern with every request's address, character by character. So a long name gets one
 * pattern, although two would be exact. A short name would match in the middle of many others, so it gets two.
 * Names contain no characters that a pattern treats as a wildcard.
 */
function hostPatterns(host: string): string[] {
  return host.length > SHORT_NAME_CHARACTERS ? [`*${host}*`] : [`*/${host}*`, `*.${host}*`];
}

const SHORT_NAME_CHARACTERS = 6;
