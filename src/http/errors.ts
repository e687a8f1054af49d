import type { ContentfulStatusCode } from "hono/utils/http-status";
import { AppError } from "../errors";
import { logError } from "../lib/log";
import type { RequestContext } from "./app-env";

/** Answers with the error's code, note and status; anything unforeseen is logged and told to nobody. */
export function answerError(error: Error, c: RequestContext): Response {
  const known = error instanceof AppError ? error : unforeseen(error, c);
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

function unforeseen(error: Error, c: RequestContext): AppError {
  logError("unexpected_error", error, { request_id: c.get("requestId") });
  return new AppError(
    "unexpected_error",
    "Something went wrong on our side. The cause is in the log under this request_id.",
  );
}
