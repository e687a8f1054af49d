import type { Env } from "../env";

/** How long the queue holds a message back. */
interface Delay {
  delaySeconds?: number;
}

// Limits of Queues: https://developers.cloudflare.com/queues/platform/limits/
const MAX_BATCH_MESSAGES = 100;
const MAX_DELAY_SECONDS = 43_200;

/** Asks for a job's capture in the background. */
export async function sendCapture(env: Env, jobId: string, delay: Delay = {}): Promise<void> {
  await env.CAPTURES.send({ jobId }, allowed(delay));
}

export async function sendCaptures(env: Env, jobIds: readonly string[]): Promise<void> {
  await sendAll(
    env.CAPTURES,
    jobIds.map((jobId) => ({ jobId })),
  );
}

/** Asks for a delivery to be attempted, if it is due when the message arrives. */
export async function sendDelivery(env: Env, deliveryId: string, delay: Delay = {}): Promise<void> {
  await env.WEBHOOKS.send({ deliveryId }, allowed(delay));
}

export async function sendDeliveries(env: Env, deliveryIds: readonly string[]): Promise<void> {
  await sendAll(
    env.WEBHOOKS,
    deliveryIds.map((deliveryId) => ({ deliveryId })),
  );
}

function allowed({ delaySeconds }: Delay): Delay {
  if (delaySeconds === undefined) return {};
  return { delaySeconds: Math.min(Math.max(delaySeconds, 0), MAX_DELAY_SECONDS) };
}

async function sendAll<T>(queue: Queue<T>, messages: readonly T[]): Promise<void> {
  for (let start = 0; start < messages.length; start += MAX_BATCH_MESSAGES) {
    const batch = messages.slice(start, start + MAX_BATCH_MESSAGES);
    await queue.sendBatch(batch.map((body) => ({ body })));
  }
}
