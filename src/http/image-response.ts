import { mediaTypeOf } from "../store/images";
import type { ScreenshotRow } from "../store/rows";

/** What came from a page stays an image, whatever a browser makes of it. */
export const INERT = {
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "X-Content-Type-Options": "nosniff",
} as const;

/** What an answer says about an image. */
interface Shown {
  shot: ScreenshotRow;
  cached: boolean;
  /** Null where the bytes are not wanted. */
  image: BodyInit | null;
}

/** Whether the caller lacks the image: it names no ETag, or another one. */
export function wantsImage(request: Request, etag: string | null | undefined): boolean {
  return !matches(request.headers.get("If-None-Match"), etag);
}

/** An image and everything that is said about it; 304 without it when the caller has it already. */
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

/** What every answer with an image says about it. */
export function headersOf(shot: ScreenshotRow): Record<string, string> {
  return {
    ...INERT,
    ETag: shot.etag ?? "",
    "Last-Modified": new Date(shot.takenAt ?? 0).toUTCString(),
    ...captureHeaders(shot),
  };
}

/** How a picture came about; nothing that the page's address may hold. */
export function captureHeaders(shot: ScreenshotRow): Record<string, string> {
  const timings = Object.entries(shot.timings ?? {}).map(([phase, ms]) => `${phase};dur=${ms}`);
  return {
    "X-Job-Id": shot.id,
    "X-Taken-At": new Date(shot.takenAt ?? 0).toISOString(),
    ...(shot.targetStatus === null ? {} : { "X-Target-Status": String(shot.targetStatus) }),
    "Server-Timing": timings.join(", "),
  };
}

/** Where the page ended up, for whoever may know its address: the owner, not those who look at an embed. */
export function finalUrlHeader({ finalUrl }: ScreenshotRow): Record<string, string> {
  if (!finalUrl) return {};
  const ascii = finalUrl.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent);
  return { "X-Final-Url": ascii };
}

/** Whether an `If-None-Match` header names this ETag; weak comparison, RFC 9110 §13.1.2. */
function matches(ifNoneMatch: string | null, etag: string | null | undefined): boolean {
  if (!ifNoneMatch || !etag) return false;
  const tags = ifNoneMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
