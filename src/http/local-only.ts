import { createMiddleware } from "hono/factory";
import { AppError } from "../errors";
import type { AppEnv } from "./app-env";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
/** Routes whose answers any page may show. */
const PUBLIC = /^\/(app\/screenshots|images)\/|^\/placeholder\.png$/;

/**
 * The local server has an account with public keys, which any website could use through a developer's browser:
 * foreign hosts (DNS rebinding) and foreign origins are refused there. A deployment refuses none.
 */
export const refuseForeigners = createMiddleware<AppEnv>(async (c, next) => {
  if (c.env.LOCAL_SERVER === "true") {
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
  const note = `The local server has public keys, so that requests from ${from} are refused; use localhost.`;
  return new AppError("forbidden", note);
}
