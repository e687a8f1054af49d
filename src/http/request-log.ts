import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import { log } from "../lib/log";
import type { AppEnv } from "./app-env";

/** Logs one line per request, with the pattern of the route. The address itself may hold a key. */
export const logRequests = createMiddleware<AppEnv>(async (c, next) => {
  const startedAt = Date.now();
  await next();
  log("request", {
    request_id: c.get("requestId"),
    account: c.get("accountId") ?? null,
    method: c.req.method,
    route: routePath(c, -1),
    status: c.res.status,
    outcome: c.get("outcome") ?? "ok",
    ms: Date.now() - startedAt,
  });
});
