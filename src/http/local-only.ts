import { createMiddleware } from "hono/factory";
import { AppError } from "../errors";
import type { AppEnv } from "./app-env";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
/** Paths whose answers any page may show. */
const PUBLIC = /^\/(app\/screenshots|images)\/|^\/placeholder\.png$/;

/**
 * Refuses requests of other sites on a local server. Its account has publicly known keys, which any website could use
 * through a developer's browser, also by DNS rebinding. A deployment refuses none.
 */
export const refuseForeigners = createMiddleware<AppEnv>(async (c, next) => {
  if (c.env.LOCAL_SERVER === "true") {
    const { host, pathname } = new URL(c.req.url);
    // Check both: the local server takes the address from a header of its own where a request has one.
    for (const asked of [host, c.req.header("Host") ?? host]) {
      if (!LOOPBACK.test(asked)) throw refusal(`the host ${asked.slice(0, 100)}`);
    }
    if (!PUBLIC.test(pathname) && isForeign(c.req.raw.headers, host)) throw refusal("another site");
  }
  await next();
});

function isForeign(headers: Headers, host: string): boolean {
  const origin = headers.get("Origin");
  if (origin !== null && origin !== `http://${host}` && origin !== `https://${host}`) return true;
  return headers.get("Sec-Fetch-Site") === "cross-site";
}

function refusal(from: string): AppError {
  const note = `The local server has publicly known keys, so it refuses requests from ${from}; use localhost.`;
  return new AppError("forbidden", note);
}
