import { mediaTypeOf } from "../store/images";
import type { ScreenshotRow } from "../store/tables";

/** An image and everything that is said about it; 304 without it when the caller has it already. */
export function shotResponse(
  request: Request,
  { shot, image, cached }: { shot: ScreenshotRow; image: BodyInit; cached: boolean },
  more: Record<string, string>,
): Response {
  const headers = { ...headersOf(shot), "X-Cache": cached ? "HIT" : "MISS", ...more };
  if (matches(request.headers.get("If-None-Match"), shot.etag)) {
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

function headersOf(shot: ScreenshotRow): Record<string, string> {
  const takenAt = new Date(shot.takenAt ?? 0);
  const { queue, navigate, capture, store } = shot.timings ?? NO_TIMINGS;
  return {
    ETag: shot.etag ?? "",
    "Last-Modified": takenAt.toUTCString(),
    "X-Job-Id": shot.id,
    "X-Taken-At": takenAt.toISOString(),
    ...(shot.targetStatus === null ? {} : { "X-Target-Status": String(shot.targetStatus) }),
    "Server-Timing": `queue;dur=${queue}, navigate;dur=${navigate}, capture;dur=${capture}, store;dur=${store}`,
  };
}

const NO_TIMINGS = { queue: 0, navigate: 0, capture: 0, store: 0 };

/** Whether an `If-None-Match` header names this ETag; weak comparison, RFC 9110 §13.1.2. */
function matches(ifNoneMatch: string | null, etag: string | null): boolean {
  if (!ifNoneMatch || !etag) return false;
  const tags = ifNoneMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
