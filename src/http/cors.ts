import { cors } from "hono/cors";

/** Any page may show images, and may read answers with a key. Cookies are never sent, so a visitor has no rights to abuse. */
export const openToEveryOrigin = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD", "POST", "PATCH", "DELETE"],
  allowHeaders: ["Authorization", "Content-Type", "If-None-Match"],
  exposeHeaders: [
    "ETag",
    "Retry-After",
    "Server-Timing",
    "X-Cache",
    "X-Ignored-Options",
    "X-Job-Id",
    "X-Final-Url",
    "X-Request-Id",
    "X-Taken-At",
    "X-Target-Status",
  ],
  maxAge: 86_400,
});
