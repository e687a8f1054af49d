import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { Env } from "../../src/env";
import worker from "../../src/index";
import { callJson, site } from "./api";
import { SMALL, visits } from "./configurations";
import { eventually } from "./eventually";
import { LOSING_QUEUE } from "./faults";

type Bindings = Partial<Env> & { attempts?: number };

export const CAPTURES = "pagepixels-captures";
/** The result of a batch of one message that is acknowledged. */
export const ACKNOWLEDGED = { acknowledged: ["message-0"], retried: [] };

/** Hands messages of jobs to the consumer of a queue, in one batch; returns which were acknowledged or retried. */
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
  // The result of a batch does not contain the delays.
  const retries = batch.messages.map((message) => vi.spyOn(message, "retry"));
  const execution = createExecutionContext();
  await worker.queue(batch, { ...env, ...bindings }, execution);
  const { explicitAcks } = await getQueueResult(batch, execution);
  const retried = retries.flatMap((spy) => spy.mock.calls.map(([options]) => options));
  return { acknowledged: explicitAcks, retried };
}

/** A configuration whose first capture waits, because its message is lost. */
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

/** Starts the capture of a job whose page is behind a gate, and returns once the page is requested. */
export async function startCapture(jobId: string, gate: string) {
  const ended = deliver(CAPTURES, [jobId]);
  await eventually(async () => expect(await visits(gate)).toBe(1));
  // An object: `await` would also wait for the promise.
  return { ended };
}

/** A job whose worker waits at a gate while its claim has expired. */
export async function startWithExpiredClaim(key: string, gate: string) {
  const waiting = await createWaiting(key, `/gate/${gate}`);
  const late = await startCapture(waiting.jobId, gate);
  await endClaim(waiting.jobId);
  return { ...waiting, late };
}

/** Ends a worker's claim of a job. */
export async function endClaim(jobId: string): Promise<void> {
  await env.DB.prepare("UPDATE screenshots SET lease_until = 1 WHERE id = ?").bind(jobId).run();
}

/** Names of the objects of a configuration. */
export async function imagesOf(id: string): Promise<string[]> {
  const { objects } = await env.BUCKET.list({ prefix: `${id}/` });
  return objects.map((object) => object.key);
}
