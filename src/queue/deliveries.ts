import type { Context } from "../context";
import { deliver } from "../domain/deliveries";
import { logError } from "../lib/log";
import type { DeliveryMessage, Messages } from "./messages";

/** Makes the attempts of a batch side by side; each message is acknowledged by itself. */
export async function consumeDeliveries(
  ctx: Context,
  batch: Messages<DeliveryMessage>,
): Promise<void> {
  await Promise.all(batch.messages.map((message) => consume(ctx, message)));
}

async function consume(ctx: Context, message: Message<DeliveryMessage>): Promise<void> {
  try {
    const waitMs = await deliver(ctx, message.body.deliveryId);
    if (waitMs !== null)
      await ctx.env.WEBHOOKS.send(message.body, { delaySeconds: delayOf(waitMs) });
    message.ack();
  } catch (error) {
    logError("delivery_failed", error, { delivery_id: message.body.deliveryId });
    message.retry({ delaySeconds: RETRY_BASE_SECONDS * 2 ** message.attempts });
  }
}

const RETRY_BASE_SECONDS = 5;
/** https://developers.cloudflare.com/queues/platform/limits/ */
const MAX_DELAY_SECONDS = 43_200;

function delayOf(waitMs: number): number {
  return Math.min(Math.max(Math.ceil(waitMs / 1_000), 0), MAX_DELAY_SECONDS);
}
