import { createMiddleware } from "hono/factory";
import { contextOf } from "../context";
import type { AppEnv } from "./app-env";

/** Sets the id of a request, and its context for the domain. */
export const provideContext = createMiddleware<AppEnv>(async (c, next) => {
  const requestId = crypto.randomUUID();
  c.set("requestId", requestId);
  c.set("ctx", contextOf(c.env, c.executionCtx, c.req.url));
  await next();
  c.header("X-Request-Id", requestId);
});
