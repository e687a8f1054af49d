import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { Env } from "../../src/env";
import worker from "../../src/index";
import { callJson, site } from "./api";
import { SMALL } from "./configurations";
import { LOSING_QUEUE } from "./faults";

type Bindings = Partial<Env> & { attempts?: number };

/** Hands messages of jobs to the consumer of a queue, in one batch; answers what became of each. */
export async function deliver(queue: string, jobIds: string[], bindings: Bindings = {}) {
  return hand(
    queue,
    jobIds.map((jobId) => ({ jobId })),
    bindings,
  );
}

/** Hands messages of deliveries to their consumer. */
export async function wakeDeliveries(deliveryIds: string[], bindings: Bindings = {}) {
  const bodies = deliveryIds.map((deliveryId) => ({ deliveryId }));
  return hand("pagepixels-webhooks", bodies, bindings);
}

/** Hands messages of any kind to the Worker, in one batch of a queue. */
export async function hand(
  queue: string,
  bodies: unknown[],
  { attempts = 1, ...bindings }: Bindings = {},
) {
  const messages = bodies.map((body, n) => {
    return { id: `message-${n}`, timestamp: new Date(), attempts, body };
  });
  const batch = createMessageBatch(queue, messages);
  // The result of a batch does not tell the delays.
  const retries = batch.messages.map((message) => vi.spyOn(message, "retry"));
  const execution = createExecutionContext();
  await worker.queue(batch, { ...env, ...bindings }, execution);
  const { explicitAcks } = await getQueueResult(batch, execution);
  const retried = retries.flatMap((spy) => spy.mock.calls.map(([options]) => options));
  return { acknowledged: explicitAcks, retried };
}

/** A configuration whose first capture waits: its message is lost. */
export async function createWaiting(key: string, page: string) {
  const { body } = await callJson(
    "/screenshot_configs",
    {
      method: "POST",
      body: new URLSearchParams({ access_token: key, url: `${site}${page}`, ...SMALL }),
    },
    { CAPTURES: LOSING_QUEUE },
  );
  const id: string = body.screenshot_configuration_id;
  return { id, jobId: body.job_id as string, path: `/screenshot_configs/${id}` };
}
