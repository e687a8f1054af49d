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
    headersOf(details),
  );
}

function headersOf({ reason, jobId, retryAfterSeconds, allow }: ErrorDetails) {
  return {
    // Whoever wanted an image may read no JSON. The answer about a job has its id in the address.
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
