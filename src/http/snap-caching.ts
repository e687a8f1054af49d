import type { ScreenshotRow } from "../store/rows";
import type { RequestContext } from "./app-env";
import { cacheable } from "./caching";

/** How long a snap may be kept. */
interface Keeping {
  ttlSeconds: number;
  /** Whether the picture was there already: the answer that took it says MISS, and is not to be repeated. */
  cached: boolean;
  /** Unix seconds past which no copy may live; null: no end. */
  expires: number | null;
}

/**
 * Lets the edge answer a snap for the rest of its ttl. Only a GET or HEAD whose key is in the address: a cached answer is
 * found by the address alone, and one that was opened by a header would be open to everybody.
 */
export function snapCaching(
  c: RequestContext,
  shot: ScreenshotRow,
  { ttlSeconds, expires, cached }: Keeping,
): Record<string, string> {
  const nowSeconds = Math.ceil(c.get("ctx").now() / 1_000);
  const ageSeconds = nowSeconds - Math.floor((shot.takenAt ?? 0) / 1_000);
  const edge = Math.min(ttlSeconds - ageSeconds, (expires ?? Infinity) - nowSeconds);
  const isRead = c.req.method === "GET" || c.req.method === "HEAD";
  if (!isRead || !c.req.query("access_token") || !cached || edge <= 0) return {};
  return cacheable({
    // A key that is dead must not open for longer than this, should its purge fail.
    edge: Math.min(edge, LONGEST_SECONDS),
    // Past its ttl a picture is taken anew: no older one stands in.
    staleWhileRevalidate: 0,
    staleIfError: 0,
    browser: `public, max-age=${Math.min(edge, 60)}`,
    tags: [`a-${shot.accountId}`],
  });
}

const LONGEST_SECONDS = 86_400;
