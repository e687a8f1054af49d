import type { Hono } from "hono";
import { AppError } from "../errors";
import type { AppEnv, RequestContext } from "./app-env";

type Handler = (c: RequestContext) => Response | Promise<Response>;
type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** Serves one path with these methods (GET answers HEAD too); any other is 405 with `Allow`. */
export function endpoint(
  app: Hono<AppEnv>,
  path: string,
  handlers: Partial<Record<Method, Handler>>,
): void {
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
  const allow = Object.keys(handlers).flatMap((m) => (m === "GET" ? ["GET", "HEAD"] : [m]));
  app.all(path, (c) => {
    const note = `${c.req.method} is not possible here; use ${allow.join(" or ")}.`;
    throw new AppError("method_not_allowed", note, { allow });
  });
}
