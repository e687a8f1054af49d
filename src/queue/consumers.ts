import type { Context } from "../context";
import { consumeCaptures, consumeDeadCaptures } from "./captures";
import { consumeDeliveries } from "./deliveries";

/** Which consumer a queue's messages go to, by the names in wrangler.toml. */
const CONSUMERS: Record<string, (ctx: Context, batch: MessageBatch<never>) => Promise<void>> = {
  "pagepixels-captures": consumeCaptures,
  "pagepixels-captures-dead": consumeDeadCaptures,
  "pagepixels-webhooks": consumeDeliveries,
  "pagepixels-webhooks-dead": consumeDeliveries,
};

/** Hands a batch to its queue's consumer. */
export async function consumeBatch(ctx: Context, batch: MessageBatch): Promise<void> {
  const consumer = CONSUMERS[batch.queue];
  if (!consumer) throw new Error(`No consumer for the queue ${batch.queue}`);
  await consumer(ctx, batch as MessageBatch<never>);
}
