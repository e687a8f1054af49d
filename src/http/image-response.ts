import { mediaTypeOf } from "../store/images";
import type { ScreenshotRow } from "../store/rows";

/** A browser runs nothing in an image, whatever a page put into its bytes. */
const INERT = {
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "X-Content-Type-Options": "nosniff",
} as const;

/** The picture of an answer. */
interface Shown {
  shot: ScreenshotRow;
  cached: boolean;
  /** Null where the bytes are not wanted. */
  image: BodyInit | null;
}

/** Whether the client needs the image: it sent no ETag, or another one. */
export function wantsImage(request: Request, etag: string | null | undefined): boolean {
  return !matches(request.headers.get("If-None-Match"), etag);
}

/** The image with its headers, or 304 when the client has it already. */
export function shotResponse(
  request: Request,
  { shot, image, cached }: Shown,
  more: Record<string, string>,
): Response {
  const headers = { ...headersOf(shot), "X-Cache": cached ? "HIT" : "MISS", ...more };
  if (!wantsImage(request, shot.etag)) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(image, {
    headers: {
      ...headers,
      "Content-Type": mediaTypeOf(shot.imageKey),
      "Content-Length": String(shot.bytes),
    },
  });
}

/** The headers of every answer with an image. */
export function headersOf(shot: ScreenshotRow): Record<string, string> {
  return {
    ...INERT,
    ETag: shot.etag ?? "",
    "Last-Modified": new Date(shot.takenAt ?? 0).toUTCString(),
    ...captureHeaders(shot),
  };
}

/** How a picture was captured, without anything from the page's address. */
export function captureHeaders(shot: ScreenshotRow): Record<string, string> {
  const timings = Object.entries(shot.timings ?? {}).map(([phase, ms]) => `${phase};dur=${ms}`);
  return {
    "X-Job-Id": shot.id,
    "X-Taken-At": new Date(shot.takenAt ?? 0).toISOString(),
    ...(shot.targetStatus === null ? {} : { "X-Target-Status": String(shot.targetStatus) }),
    "Server-Timing": timings.join(", "),
  };
}

/** Where redirects led. Only the owner may see it: an address can hold secrets, and an embed is public. */
export function finalUrlHeader({ finalUrl }: ScreenshotRow): Record<string, string> {
  if (!finalUrl) return {};
  const ascii = finalUrl.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent);
  return { "X-Final-Url": ascii };
}

/** Whether an `If-None-Match` header names this ETag, by weak comparison (RFC 9110 §13.1.2). */
function matches(ifNoneMatch: string | null, etag: string | null | undefined): boolean {
  if (!ifNoneMatch || !etag) return false;
  const tags = ifNoneMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
