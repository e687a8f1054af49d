import type { ScreenshotRow } from "../store/rows";
import type { RequestContext } from "./app-env";
import { cacheable } from "./caching";

/** How long a snap may be kept. */
interface Keeping {
  ttlSeconds: number;
  /** Whether the picture was stored already. The answer that captured it says MISS, and must not be cached. */
  cached: boolean;
  /** Unix seconds after which no copy may be cached; null: no end. */
  expires: number | null;
}

/**
 * The headers that let the edge answer a snap for the rest of its ttl. Only for a GET or HEAD with the key in its
 * address: the edge finds an answer by the address alone, so one that a header had opened would be public.
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
    // If the purge of a revoked key fails, its answers end after this time.
    edge: Math.min(edge, LONGEST_SECONDS),
    // After its ttl a picture is captured again: an older one must not answer.
    staleWhileRevalidate: 0,
    staleIfError: 0,
    browser: `public, max-age=${Math.min(edge, 60)}`,
    tags: [`a-${shot.accountId}`],
  });
}

const LONGEST_SECONDS = 86_400;
