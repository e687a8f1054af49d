import type { Context } from "../context";
import { claimAttempt, makeAttempt } from "../domain/deliveries";
import { logError } from "../lib/log";
import type { DeliveryMessage, Messages } from "../queue/messages";
import { sendDelivery } from "../queue/send";
import type { WakeUp } from "../store/delivery-limits";
import type { DeliveryRow } from "../store/rows";
import { retryDelaySeconds } from "./retry";

/** Claims the deliveries of a batch and starts their attempts. Each message is acknowledged on its own. */
export async function consumeDeliveries(
  ctx: Context,
  batch: Messages<DeliveryMessage>,
): Promise<void> {
  await Promise.all(batch.messages.map((message) => consumeDelivery(ctx, message)));
}

async function consumeDelivery(ctx: Context, message: Message<DeliveryMessage>): Promise<void> {
  const { deliveryId } = message.body;
  try {
    const claim = await claimAttempt(ctx, deliveryId);
    // The next batch starts when this one ends, so do not wait for receivers. The sweep finds lost attempts.
    if ("delivery" in claim) ctx.waitUntil(attemptDelivery(ctx, claim.delivery));
    else await sendWakeUps(ctx, claim.wakeUps);
    message.ack();
  } catch (error) {
    logError("delivery_failed", error, { delivery_id: deliveryId });
    message.retry({ delaySeconds: retryDelaySeconds(message.attempts) });
  }
}

async function attemptDelivery(ctx: Context, delivery: DeliveryRow): Promise<void> {
  try {
    await sendWakeUps(ctx, await makeAttempt(ctx, delivery));
  } catch (error) {
    logError("delivery_failed", error, { delivery_id: delivery.id });
  }
}

async function sendWakeUps({ env, now }: Context, wakeUps: WakeUp[]): Promise<void> {
  const sent = wakeUps.map(({ id, at }) =>
    sendDelivery(env, id, { delaySeconds: Math.ceil((at - now()) / 1_000) }),
  );
  await Promise.all(sent);
}
