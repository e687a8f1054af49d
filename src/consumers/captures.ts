import type { Context } from "../context";
import { giveUpJob, NO_BROWSER_SECONDS, runJob } from "../domain/monitor";
import { logError } from "../lib/log";
import type { CaptureMessage, Messages } from "../queue/messages";
import { sendCapture } from "../queue/send";

/** Runs the captures of a batch side by side; each message is acknowledged by itself. */
export async function consumeCaptures(
  ctx: Context,
  batch: Messages<CaptureMessage>,
): Promise<void> {
  await Promise.all(batch.messages.map((message) => consume(ctx, message)));
}

async function consume(ctx: Context, message: Message<CaptureMessage>): Promise<void> {
  const outcome = await runJob(ctx, message.body.jobId).catch((error: unknown) => {
    logError("job_failed", error, { job_id: message.body.jobId });
    return "platform_failed" as const;
  });
  if (outcome === "platform_failed") {
    message.retry({ delaySeconds: RETRY_BASE_SECONDS * 2 ** message.attempts });
    return;
  }
  // Sent anew, not retried: waiting for a browser must not use up the attempts.
  if (outcome === "no_browser") return sendAnew(ctx, message);
  message.ack();
}

async function sendAnew(ctx: Context, message: Message<CaptureMessage>): Promise<void> {
  const options = { delaySeconds: NO_BROWSER_SECONDS };
  try {
    await sendCapture(ctx.env, message.body.jobId, options);
    message.ack();
  } catch (error) {
    logError("send_failed", error, { job_id: message.body.jobId });
    message.retry(options);
  }
}

/** Closes the jobs whose message was tried too often. */
export async function consumeDeadCaptures(
  ctx: Context,
  batch: Messages<CaptureMessage>,
): Promise<void> {
  for (const message of batch.messages) {
    await giveUpJob(ctx, message.body.jobId);
    message.ack();
  }
}

const RETRY_BASE_SECONDS = 5;
