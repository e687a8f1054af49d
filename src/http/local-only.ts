import { createMiddleware } from "hono/factory";
import { AppError } from "../errors";
import type { AppEnv } from "./app-env";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
/** Routes whose answers any page may show. */
const PUBLIC = /^\/(app\/screenshots|images)\/|^\/placeholder\.png$/;

/**
 * With private addresses open, any website could reach a developer's machine through its browser: foreign
 * hosts (DNS rebinding) and foreign origins are refused.
 */
export const refuseForeigners = createMiddleware<AppEnv>(async (c, next) => {
  if (c.env.ALLOW_PRIVATE_NETWORK === "true") {
    const { host, pathname } = new URL(c.req.url);
    // Both: the local server takes the address from a header of its own where a request carries one.
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
  const note = `While ALLOW_PRIVATE_NETWORK is on, requests from ${from} are refused; use localhost.`;
  return new AppError("forbidden", note);
}
