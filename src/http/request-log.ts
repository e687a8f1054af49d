import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import { log } from "../lib/log";
import type { AppEnv } from "./app-env";

/** The path of middleware, which answers preflights and refuses requests. */
const EVERY_PATH = "/*";

/** Logs one line per request, with the pattern of the route. The address itself may hold a key. */
export const logRequests = createMiddleware<AppEnv>(async (c, next) => {
  const startedAt = Date.now();
  await next();
  const answeredBy = routePath(c);
  log("request", {
    request_id: c.get("requestId"),
    account: c.get("accountId") ?? null,
    method: c.req.method,
    route: answeredBy === EVERY_PATH ? routePath(c, -1) : answeredBy,
    status: c.res.status,
    outcome: c.get("outcome") ?? "ok",
    ms: Date.now() - startedAt,
  });
});
