import { cors } from "hono/cors";

/** Any page may show images and read answers with a key; cookies are never sent, so no page gains by its visitor. */
export const openToEveryOrigin = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD", "POST", "PATCH", "DELETE"],
  allowHeaders: ["Authorization", "Content-Type", "If-None-Match"],
  exposeHeaders: [
    ...["ETag", "Retry-After", "Server-Timing", "X-Cache", "X-Ignored-Options", "X-Job-Id"],
    ...["X-Final-Url", "X-Request-Id", "X-Taken-At", "X-Target-Status"],
  ],
  maxAge: 86_400,
});
