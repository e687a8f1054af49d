import type { ScreenshotRow } from "../store/tables";
import type { RequestContext } from "./app-env";
import { cacheable } from "./caching";

/**
 * Lets the edge answer a snap for the rest of its ttl. Only a GET whose key is in the address: a cached answer is
 * found by the address alone, and one that was opened by a header would be open to everybody.
 */
export function snapCaching(
  c: RequestContext,
  shot: ScreenshotRow,
  ttlSeconds: number,
): Record<string, string> {
  const ageSeconds = Math.floor((c.get("ctx").now() - (shot.takenAt ?? 0)) / 1_000);
  const edge = ttlSeconds - ageSeconds;
  if (c.req.method !== "GET" || !c.req.query("access_token") || edge <= 0) return {};
  return cacheable({
    edge,
    staleWhileRevalidate: Math.min(60, Math.floor(ttlSeconds / 10)),
    browser: `public, max-age=${Math.min(edge, 60)}`,
    tags: [`a-${shot.accountId}`],
  });
}
