import { AD_HOSTS, TRACKING_HOSTS } from "./blocked-hosts";

/** The hosts that a capture does without. */
export interface Blocklist {
  /** Whether requests to this host, as a URL's `hostname` writes it, are unwanted: it or a parent is listed. */
  blocks(hostname: string): boolean;
  /** URL patterns for `Fetch.enable` that match every request that `blocks` may refuse, and few others. */
  patterns: string[];
}

/** What decides about blocking, of the options of a capture. */
interface BlockingOptions {
  no_ads: boolean;
  no_tracking: boolean;
  /** The address that is captured. */
  url: string;
}

/**
 * The hosts that are unwanted under these options; null: none. Whoever captures the site of an advertiser or of an
 * analytics service wants to see it: its own entry does not count.
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

/** A name without the dot of the root, then what it is below of: `a.b.c`, `b.c`, `c`. */
function withParents(hostname: string): string[] {
  const labels = hostname.toLowerCase().replace(/\.$/, "").split(".");
  return labels.map((_, n) => labels.slice(n).join("."));
}

/**
 * Chromium compares every pattern with every request's address, character by character, so that one for each host
 * is better than an exact two. A name that is short would turn up in the middle of many others. Names hold nothing
 * that a pattern would take for a wildcard.
 */
function hostPatterns(host: string): string[] {
  return host.length > SHORT_NAME_CHARACTERS ? [`*${host}*`] : [`*/${host}*`, `*.${host}*`];
}

const SHORT_NAME_CHARACTERS = 6;
