import type { Context } from "../context";
import { logError } from "../lib/log";
import { isCapture, isDelivery } from "../queue/messages";
import { consumeCaptures, consumeDeadCaptures } from "./captures";
import { consumeDeliveries } from "./deliveries";

/** How the names of dead-letter queues end. */
const DEAD_LETTERS = "-dead";
const RETRY_SECONDS = 60;

/**
 * Hands each message to the consumer of its kind. Its body tells the kind: whoever deploys may rename a queue, and
 * the platform names no binding here. Only dead captures go by the name; under another one they are run again, and
 * the schedule's alarm closes what never ends.
 */
export async function consumeBatch(ctx: Context, { queue, messages }: MessageBatch): Promise<void> {
  const captures = messages.filter(isCapture);
  const deliveries = messages.filter(isDelivery);
  const unknown = messages.filter((message) => !isCapture(message) && !isDelivery(message));
  for (const message of unknown) keepUnknown(queue, message);
  const consume = queue.endsWith(DEAD_LETTERS) ? consumeDeadCaptures : consumeCaptures;
  await Promise.all([
    consume(ctx, { messages: captures }),
    consumeDeliveries(ctx, { messages: deliveries }),
  ]);
}

/** Sent again, not acknowledged: a newer version of this code may have sent it. It ends in the dead-letter queue. */
function keepUnknown(queue: string, message: Message): void {
  const { id, attempts } = message;
  logError("unknown_message", new Error("No consumer knows this message"), {
    queue,
    message_id: id,
    attempts,
  });
  message.retry({ delaySeconds: RETRY_SECONDS });
}
