import { createMiddleware } from "hono/factory";
import type { Env } from "../env";
import type { AppEnv } from "./app-env";

/** Gives every request an id and what the domain works with. */
export const provideContext = createMiddleware<AppEnv>(async (c, next) => {
  const requestId = crypto.randomUUID();
  c.set("requestId", requestId);
  c.set("ctx", {
    env: c.env,
    now: Date.now,
    waitUntil: (work) => c.executionCtx.waitUntil(work),
    origin: originOf(c.env, c.req.url),
  });
  await next();
  c.header("X-Request-Id", requestId);
});

function originOf(env: Env, requestUrl: string): string {
  return (env.PUBLIC_BASE_URL || new URL(requestUrl).origin).replace(/\/+$/, "");
}
