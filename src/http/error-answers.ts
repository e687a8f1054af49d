import type { ContentfulStatusCode } from "hono/utils/http-status";
import { AppError } from "../errors";
import { logError } from "../lib/log";
import type { RequestContext } from "./app-env";

/** Answers with the error's code, note and status. The cause of an unexpected error is only logged. */
export function answerError(error: Error, c: RequestContext): Response {
  const known = error instanceof AppError ? error : unexpected(error, c);
  c.set("outcome", known.more.reason ?? known.code);
  return c.json(
    {
      success: false,
      error_code: known.code,
      note: known.note,
      ...known.more.body,
      request_id: c.get("requestId"),
    },
    known.status as ContentfulStatusCode,
    known.more.headers,
  );
}

/** Answers a request for a path that is not served. */
export function answerNotFound(c: RequestContext): Response {
  return answerError(new AppError("not_found", `There is nothing at ${c.req.path}.`), c);
}

/** Answers a request for a path that is served with other methods only. */
export function answerNotAllowed(c: RequestContext, methods: string[]): Response {
  const note = `${c.req.method} is not possible here; use ${methods.join(" or ")}.`;
  const headers = { Allow: methods.join(", ") };
  return answerError(new AppError("method_not_allowed", note, { headers }), c);
}

function unexpected(error: Error, c: RequestContext): AppError {
  logError("unexpected_error", error, { request_id: c.get("requestId") });
  return new AppError(
    "unexpected_error",
    "Something went wrong on our side. The cause is in the log under this request_id.",
  );
}
