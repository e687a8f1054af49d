import type { Json } from "./json";

const textHeader = (description: string, example: string, more: Json = {}) => ({
  description,
  schema: { type: "string", ...more },
  example,
});
const integerHeader = (description: string, example: number) => ({
  description,
  schema: { type: "integer" },
  example,
});

/** The response headers of the API. */
export const HEADERS = {
  Allow: textHeader("The methods of this path.", "GET, HEAD"),
  "Cache-Control": textHeader("How long a browser may keep the answer.", "public, max-age=30"),
  ETag: textHeader(
    "The version of the image. Send it as If-None-Match.",
    '"9b2cf535f27731c974343645a3985328"',
  ),
  "Last-Modified": textHeader("When the picture was taken.", "Sun, 18 Apr 2021 04:21:08 GMT"),
  Location: textHeader("The placeholder.", "https://pagepixels.example/placeholder.png"),
  "Retry-After": integerHeader("Seconds to wait before the next request.", 1),
  "Server-Timing": textHeader(
    "Milliseconds of each phase of the capture.",
    "queue;dur=8, navigate;dur=412, capture;dur=96, store;dur=21",
  ),
  "X-Cache": textHeader("HIT: a stored picture. MISS: a new one.", "MISS", {
    enum: ["HIT", "MISS"],
  }),
  "X-Final-Url": textHeader(
    "Where redirects led, percent-encoded. Only for the private key.",
    "https://en.wikipedia.org/wiki/Perseverance_(rover)",
  ),
  "X-Ignored-Options": textHeader(
    "Unknown parameters, percent-encoded: at most 20, and at most 2,048 characters.",
    "microsoft, mcp",
  ),
  "X-Job-Id": textHeader("The job that took the picture.", "e04f919c15e14af4b32d8f6a"),
  "X-Request-Id": textHeader(
    "The id of this request in the log.",
    "6f1f8a52-3b61-4c0e-9d52-6a4c6a0f7a55",
  ),
  "X-Taken-At": textHeader("When the picture was taken.", "2021-04-18T04:21:08.000Z", {
    format: "date-time",
  }),
  "X-Target-Status": integerHeader("The HTTP status that the page answered with.", 200),
} as const;

export type HeaderName = keyof typeof HEADERS;

/** The headers of every answer with a picture. */
export const ABOUT_THE_SHOT: readonly HeaderName[] = [
  "ETag",
  "Last-Modified",
  "Cache-Control",
  "X-Cache",
  "X-Job-Id",
  "X-Taken-At",
  "X-Target-Status",
  "Server-Timing",
];

/** References to headers; every answer has `X-Request-Id`. */
export function headerRefs(names: readonly HeaderName[] = []): Json {
  return Object.fromEntries(
    [...names, "X-Request-Id"].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}
