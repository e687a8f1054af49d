import type { ContentfulStatusCode } from "hono/utils/http-status";
import { AppError, type ErrorDetails } from "../errors";
import { logError } from "../lib/log";
import type { RequestContext } from "./app-env";
import { statusOf } from "./error-status";

/** Answers with the error's code, note and status. An unexpected error is logged; its text stays in the log. */
export function answerError(error: Error, c: RequestContext): Response {
  const { code, note, details } = error instanceof AppError ? error : unexpected(error, c);
  c.set("outcome", details.reason ?? code);
  return c.json(
    {
      success: false,
      error_code: code,
      note,
      reason: details.reason,
      job_id: details.jobId,
      request_id: c.get("requestId"),
    },
    statusOf(code, details.reason) as ContentfulStatusCode,
    errorHeaders(details),
  );
}

/** Answers a request for a path that is not served. */
export function answerNotFound(c: RequestContext): Response {
  return answerError(new AppError("not_found", `There is nothing at ${c.req.path}.`), c);
}

/** Answers a request for a path that is served with other methods only. */
export function answerNotAllowed(c: RequestContext, methods: string[]): Response {
  const note = `${c.req.method} is not possible here; use ${methods.join(" or ")}.`;
  return answerError(new AppError("method_not_allowed", note, { allow: methods }), c);
}

function errorHeaders({ reason, jobId, retryAfterSeconds, allow }: ErrorDetails) {
  return {
    // For clients that expect an image and read no JSON. The job of `GET /jobs` is in its address.
    ...(reason && jobId ? { "X-Job-Id": jobId } : {}),
    ...(retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) }),
    ...(allow ? { Allow: allow.join(", ") } : {}),
  };
}

function unexpected(error: Error, c: RequestContext): AppError {
  logError("unexpected_error", error, { request_id: c.get("requestId") });
  return new AppError(
    "unexpected_error",
    "Something went wrong on our side. The cause is in the log under this request_id.",
  );
}
