import { createMiddleware } from "hono/factory";
import type { AppEnv } from "./app-env";

/** Adds `no-store` to answers without `Cache-Control`: the platform would keep a 200 for two hours. */
export const noStoreByDefault = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
  c.header("Referrer-Policy", "no-referrer");
  c.header("X-Content-Type-Options", "nosniff");
});

/** How long an answer may be cached. Numbers are seconds. */
interface Lifetime {
  edge: number;
  staleWhileRevalidate?: number;
  /** How long the edge may answer with an old copy while the service fails. */
  staleIfError?: number;
  browser: string;
  tags: string[];
}

/**
 * The headers of an answer that the edge may cache. `s-maxage` is not used: it switches stale answers off
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
