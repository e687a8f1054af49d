import { requireJob } from "../domain/jobs";
import { AppError } from "../errors";
import type { RequestContext } from "../http/app-env";
import { authenticatePrivate } from "../http/auth";
import { readParameters } from "../http/parameters";
import { archivedShotOf } from "./serializers";

/** `GET /jobs/:job_id`: whether a screenshot is captured, and where it is. */
export async function getJob(c: RequestContext): Promise<Response> {
  const ctx = c.get("ctx");
  const account = await authenticatePrivate(c, await readParameters(c.req.raw));
  const job = await requireJob(ctx, account, c.req.param("job_id") ?? "");

  if (job.status === "in_progress") {
    throw new AppError("screenshot_capturing_in_progress", "The screenshot is being captured.", {
      jobId: job.id,
      retryAfterSeconds: 1,
    });
  }
  if (job.status === "failed") {
    return c.json({
      ...{ success: false, error_code: "screenshot_failed", reason: job.failureReason },
      ...{ note: job.failureNote, job_id: job.id, request_id: c.get("requestId") },
    });
  }
  const { targetStatus, finalUrl, timings } = job;
  return c.json({
    success: true,
    screenshot: archivedShotOf(ctx, job),
    capture: { target_status: targetStatus, final_url: finalUrl, timings },
  });
}
