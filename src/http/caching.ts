import { createMiddleware } from "hono/factory";
import type { AppEnv } from "./app-env";

/** The platform keeps a 200 without headers for two hours: what does not say otherwise is not stored. */
export const noStoreByDefault = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
  c.header("Referrer-Policy", "no-referrer");
  c.header("X-Content-Type-Options", "nosniff");
});

/** Seconds an image may be kept, at the edge and in browsers. */
interface Lifetime {
  edge: number;
  staleWhileRevalidate?: number;
  /** How long an old copy may stand in while the service fails. */
  staleIfError?: number;
  browser: string;
  tags: string[];
}

/**
 * Headers of a response that the edge may answer with. Never `s-maxage`: it switches stale answers off
 * (https://developers.cloudflare.com/workers/cache/configuration/).
 */
export function cacheable({
  edge,
  staleWhileRevalidate = 0,
  staleIfError = 86_400,
  browser,
  tags,
}: Lifetime) {
  return {
    "Cloudflare-CDN-Cache-Control": `public, max-age=${edge}, stale-while-revalidate=${staleWhileRevalidate}, stale-if-error=${staleIfError}`,
    "Cache-Control": browser,
    "Cache-Tag": tags.join(","),
  };
}
