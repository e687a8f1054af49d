import type { Context } from "../context";
import { giveUpJob, NO_BROWSER_SECONDS, runJob } from "../domain/run-job";
import { logError } from "../lib/log";
import type { CaptureMessage, Messages } from "../queue/messages";
import { sendCapture } from "../queue/send";
import { retryDelaySeconds } from "./retry";

/** Runs the captures of a batch in parallel. Each message is acknowledged on its own. */
export async function consumeCaptures(
  ctx: Context,
  batch: Messages<CaptureMessage>,
): Promise<void> {
  await Promise.all(batch.messages.map((message) => consumeCapture(ctx, message)));
}

async function consumeCapture(ctx: Context, message: Message<CaptureMessage>): Promise<void> {
  const outcome = await runJob(ctx, message.body.jobId).catch((error: unknown) => {
    logError("job_failed", error, { job_id: message.body.jobId });
    return "platform_failed" as const;
  });
  if (outcome === "platform_failed") {
    message.retry({ delaySeconds: retryDelaySeconds(message.attempts) });
    return;
  }
  // A new message instead of a retry: waiting for a browser must not use up the attempts.
  if (outcome === "no_browser") return sendAgain(ctx, message);
  message.ack();
}

async function sendAgain(ctx: Context, message: Message<CaptureMessage>): Promise<void> {
  const options = { delaySeconds: NO_BROWSER_SECONDS };
  try {
    await sendCapture(ctx.env, message.body.jobId, options);
    message.ack();
  } catch (error) {
    logError("send_failed", error, { job_id: message.body.jobId });
    message.retry(options);
  }
}

/** Closes the jobs whose message failed too often. */
export async function consumeDeadCaptures(
  ctx: Context,
  batch: Messages<CaptureMessage>,
): Promise<void> {
  for (const message of batch.messages) {
    await giveUpJob(ctx, message.body.jobId);
    message.ack();
  }
}
