import type { Context } from "../context";
import { logError } from "../lib/log";
import { isCapture, isDelivery } from "../queue/messages";
import { consumeCaptures, consumeDeadCaptures } from "./captures";
import { consumeDeliveries } from "./deliveries";

/** The end of the name of every dead-letter queue. */
const DEAD_LETTERS = "-dead";
const RETRY_SECONDS = 60;

/**
 * Passes each message to the consumer of its kind. The body tells the kind, since a deployment may rename the queues and
 * the platform does not name the binding. Only dead captures are found by the name of their queue. If it has another
 * end, they are run again, and the schedule's alarm closes them in the end.
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

/** Retries an unknown message: a newer version of the code may have sent it. It ends in the dead-letter queue. */
function keepUnknown(queue: string, message: Message): void {
  const { id, attempts } = message;
  logError("unknown_message", new Error("No consumer knows this message"), {
    queue,
    message_id: id,
    attempts,
  });
  message.retry({ delaySeconds: RETRY_SECONDS });
}
