import fc from "fast-check";
import { configurationParameters } from "../../src/schemas/configuration";
import { snapParameters } from "../../src/schemas/snap";

const NAMES = [
  ...Object.keys(snapParameters.shape),
  ...Object.keys(configurationParameters.shape),
  "access_token",
  "page",
  "limit",
  "after",
  "before",
  "order",
  "name",
  "monthly_screenshots",
  "__proto__",
  "constructor",
  "toString",
  "",
  "a[]",
  "a[b]",
];

const garbage = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1e400",
    "NaN",
    "null",
    "true",
    "[",
    "{}",
    "[[[[",
    "\u0000",
    "\ud800",
    "%",
    "💥",
  ),
  fc.constantFrom(
    "http://example.com/",
    "file:///etc/passwd",
    "http://[::1]/",
    "//x",
    "javascript:1",
  ),
  fc.integer().map(String),
);
const jsonValue = fc.oneof(garbage, fc.jsonValue({ maxDepth: 4 }));
/** Valid values, so that some requests pass the first validation. */
const VALID: [name: string, value: string | number | boolean][] = [
  ["url", "https://example.com/"],
  ["page_width", 800],
  ["fullpage", "true"],
  ["image_format", "png"],
  ["json", true],
  ["ttl", "0"],
  ["headers", "A: b"],
  ["cookies", "a=b"],
  ["scheduled_screenshot", true],
  ["scheduled_every", "2"],
  ["scheduled_interval", "days"],
  ["multi_step_actions", '[{"type":"click","selector":"#a"}]'],
  ["page", 1],
  ["order", "asc"],
  ["name", "Fuzz"],
  ["monthly_screenshots", 5],
];
const parameters: fc.Arbitrary<[string, unknown][]> = fc.oneof(
  fc.subarray<[string, unknown]>(VALID),
  fc.array(
    fc.oneof(
      fc.constantFrom(...VALID),
      fc.tuple(fc.oneof(fc.constantFrom(...NAMES), garbage), jsonValue),
    ),
    { maxLength: 12 },
  ),
);

/** Ids of stored rows, which belong to another account. */
export const EXISTING = { configuration: crypto.randomUUID(), job: "a".repeat(24) };

const id = fc.oneof(
  fc.uuid(),
  fc.string({ maxLength: 40 }),
  fc.constantFrom("..", "%2e%2e", "%00", "a/b", ...Object.values(EXISTING)),
);
const ROUTES: [methods: string, path: string][] = [
  ["GET POST", "/snap"],
  ["GET POST", "/screenshot_configs"],
  ["GET PATCH DELETE", "/screenshot_configs/:id"],
  ["POST", "/screenshot_configs/:id/capture"],
  ["GET", "/screenshot_configs/:id/screenshots"],
  ["GET", "/screenshot_configs/:id/change_notifications"],
  ["GET", "/screenshot_configs/change_notifications"],
  ["GET", "/change_notifications"],
  ["GET", "/change_notifications/:id/deliveries"],
  ["POST", "/change_notifications/:id/redeliver"],
  ["POST", "/webhooks/test"],
  ["GET", "/jobs/:id"],
  ["GET", "/screenshots"],
  ["GET", "/app/screenshots/:id/embed"],
  ["GET", "/images/:id/:id"],
  ["GET", "/placeholder.png"],
  ["GET POST", "/admin/accounts"],
  ["GET PATCH DELETE", "/admin/accounts/:id"],
  ["POST", "/admin/accounts/:id/keys"],
  ["GET", "/account_limits"],
  ["GET", "/healthz"],
  ["GET", "/openapi.json"],
  ["GET", "/docs"],
  ["GET", "/:id"],
];
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** A path and a method, mostly one that the path supports. */
const target = fc
  .tuple(fc.constantFrom(...ROUTES), id, fc.nat(), fc.nat(4))
  .map(([[methods, pattern], value, choice, kind]) => {
    const among = kind === 0 ? METHODS : methods.split(" ");
    const path = pattern.replaceAll(":id", encodeURIComponent(value.toWellFormed()));
    return { path, method: among[choice % among.length] ?? "GET" };
  });
const contentType = fc.constantFrom(
  "application/json",
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "multipart/form-data",
  "text/plain",
  "",
  "application/x\u00e9",
);
const body = fc.oneof(
  parameters.map((entries) => JSON.stringify(Object.fromEntries(entries))),
  parameters.map((entries) =>
    new URLSearchParams(entries.map(([n, v]) => [n, String(v)])).toString(),
  ),
  fc.constant(""),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.uint8Array({ maxLength: 100 }),
);
/** A request: mostly wrong, sometimes valid. */
export const request = fc.record({
  target,
  query: parameters,
  contentType,
  body,
  as: fc.constantFrom("anonymous", "account", "account", "operator"),
  address: fc.integer({ min: 1, max: 254 }),
});

export type FuzzedRequest = typeof request extends fc.Arbitrary<infer T> ? T : never;
