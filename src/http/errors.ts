import type { ContentfulStatusCode } from "hono/utils/http-status";
import { AppError } from "../errors";
import type { RequestContext } from "./app-env";

/** Answers with the error's code, note and status; anything unforeseen is logged and told to nobody. */
export function answerError(error: Error, c: RequestContext): Response {
  const known = error instanceof AppError ? error : unforeseen(error, c);
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
  console.error({
    event: "unexpected_error",
    request_id: c.get("requestId"),
    error: error.stack ?? String(error),
  });
  return new AppError(
    "unexpected_error",
    "Something went wrong on our side. The cause is in the log under this request_id.",
  );
}
