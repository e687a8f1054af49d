import { env } from "cloudflare:workers";
import { type AttemptResult, claimDelivery, recordAttempt } from "../../src/store/deliveries";
import type { DeliveryRow } from "../../src/store/rows";
import { deliverAt, newConfiguration, newDelivery, receiver } from "./deliveries";
import { keepingQueue } from "./faults";

type Outcome = AttemptResult["attempt"]["outcome"];

export const FIVE_DAYS_MS = 5 * 24 * 3_600_000;

/** Creates a delivery to a URL, for a new configuration. */
export async function deliverTo(url: string, now: number) {
  const configuration = await newConfiguration();
  const id = await newDelivery(configuration, url, now);
  return { configuration, id };
}

/** The queue of deliveries, which keeps its messages for the test. */
export function keepingWebhooks() {
  const { queue, sent } = keepingQueue();
  return { sent, WEBHOOKS: queue as unknown as typeof env.WEBHOOKS };
}

/** A receiver that failed for five days, with the delivery that failed and another one. */
export async function pausedReceiver(name: string, now: number) {
  const url = receiver(name, "500,500,200");
  const { id, configuration } = await deliverTo(url, now);
  const other = await newDelivery(configuration, url, now);
  await deliverAt(now, id);
  await deliverAt(now + FIVE_DAYS_MS, id);
  return { id, other, url, configuration };
}

/** Ends an attempt with an outcome after another attempt has paused the receiver; returns the delivery's id. */
export async function endAfterPause(outcome: "delivered" | "timeout", now: number) {
  const configuration = await newConfiguration();
  const [gone, late] = await Promise.all([1, 2].map(() => claimed(configuration, now)));
  if (!gone || !late) throw new Error("nothing was claimed");
  await recordAttempt(env, gone, {
    attempt: attemptOf(gone, "gone", now),
    state: "failed",
    nextAttemptAt: null,
    restUntil: null,
    pauseBecause: "It answered 410 Gone.",
  });
  await recordAttempt(env, late, {
    attempt: attemptOf(late, outcome, now),
    state: outcome === "delivered" ? "delivered" : "pending",
    nextAttemptAt: outcome === "delivered" ? null : now + 5_000,
    restUntil: null,
    pauseBecause: null,
  });
  return late.id;
}

async function claimed(configuration: { id: string; accountId: string }, now: number) {
  const id = await newDelivery(configuration, "https://hooks.example.com/", now);
  return claimDelivery(env, id, { now, leaseUntil: now + 60_000 });
}

function attemptOf(delivery: DeliveryRow, outcome: Outcome, at: number) {
  return { deliveryId: delivery.id, at, outcome, status: null, durationMs: 1, note: "" };
}
