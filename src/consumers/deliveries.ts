import type { Context } from "../context";
import { claimAttempt, makeAttempt } from "../domain/deliveries";
import { logError } from "../lib/log";
import type { DeliveryMessage, Messages } from "../queue/messages";
import { sendDelivery } from "../queue/send";
import type { WakeUp } from "../store/delivery-limits";

/** Claims the deliveries of a batch and starts their attempts; each message is acknowledged by itself. */
export async function consumeDeliveries(
  ctx: Context,
  batch: Messages<DeliveryMessage>,
): Promise<void> {
  await Promise.all(batch.messages.map((message) => consume(ctx, message)));
}

async function consume(ctx: Context, message: Message<DeliveryMessage>): Promise<void> {
  const { deliveryId } = message.body;
  try {
    const claim = await claimAttempt(ctx, deliveryId);
    // The next batch comes when this one ends: it does not wait for receivers. What is lost then, the sweep finds.
    if ("delivery" in claim) ctx.waitUntil(attempt(ctx, claim.delivery));
    else await wakeUp(ctx, claim.wakeUps);
    message.ack();
  } catch (error) {
    logError("delivery_failed", error, { delivery_id: deliveryId });
    message.retry({ delaySeconds: RETRY_BASE_SECONDS * 2 ** message.attempts });
  }
}

async function attempt(ctx: Context, delivery: Parameters<typeof makeAttempt>[1]): Promise<void> {
  try {
    await wakeUp(ctx, await makeAttempt(ctx, delivery));
  } catch (error) {
    logError("delivery_failed", error, { delivery_id: delivery.id });
  }
}

async function wakeUp({ env, now }: Context, wakeUps: WakeUp[]): Promise<void> {
  const sent = wakeUps.map(({ id, at }) =>
    sendDelivery(env, id, { delaySeconds: Math.ceil((at - now()) / 1_000) }),
  );
  await Promise.all(sent);
}

const RETRY_BASE_SECONDS = 5;
