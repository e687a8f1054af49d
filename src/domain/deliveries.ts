import type { Context } from "../context";
import { logError } from "../lib/log";
import { sendDelivery } from "../queue/send";
import { findAccount } from "../store/accounts";
import { findConfiguration } from "../store/configurations";
import {
  type AttemptResult,
  claimDelivery,
  findDelivery,
  postponeDelivery,
  recordAttempt,
  restartDelivery,
  unclaimDelivery,
  type WakeUp,
} from "../store/deliveries";
import { findEndpoint } from "../store/endpoints";
import { findNotification } from "../store/notifications";
import type { DeliveryRow } from "../store/tables";
import { nextAttemptAt } from "../webhook/backoff";
import type { PostResult } from "../webhook/post";
import { contextOfRow, parsedReceiver, parsedUrl } from "./addresses";
import { messageOf } from "./messages";
import { postNotification } from "./send-webhook";

/** Longer than an attempt: past it its worker is lost. */
export const DELIVERY_CLAIM_MS = 60_000;
/** After a fault of our own: not at once, else those that fail for ever would stand before all others. */
const OWN_FAULT_MS = 5 * 60_000;
/** A host that did not answer in time is left alone for so long. */
const REST_MS = 30_000;
/** About as long as attempts stay open that are not answered. */
const NO_ROOM_MS = 15_000;
const DAY_MS = 86_400_000;
/** A receiver that only failed for so long is not called any more. */
const PAUSE_AFTER_MS = 5 * DAY_MS;

/** A delivery whose attempt is to be made now, or what is to be looked at again and when. */
export type Claim = { delivery: DeliveryRow } | { wakeUps: WakeUp[] };

/** Takes a delivery that is due; one that has to wait for its host is woken up by the attempts that are open there. */
export async function claimAttempt(ctx: Context, id: string): Promise<Claim> {
  const now = ctx.now();
  const delivery = await claimDelivery(ctx.env, id, { now, leaseUntil: now + DELIVERY_CLAIM_MS });
  if (delivery) return { delivery };
  const at = await dueAt(ctx, id, now);
  return { wakeUps: at === null ? [] : [{ id, at }] };
}

/** When a delivery that was not claimed may be; null when nothing is to come, or another worker sees to it. */
async function dueAt({ env }: Context, id: string, now: number): Promise<number | null> {
  const { state, nextAttemptAt } = (await findDelivery(env, id)) ?? {};
  if (state !== "pending" || !nextAttemptAt) return null;
  if (nextAttemptAt > now) return nextAttemptAt;
  const until = now + Math.round(NO_ROOM_MS * (1 + Math.random()));
  return (await postponeDelivery(env, id, { now, until })) ? until : null;
}

/** Makes the attempt of a delivery that was claimed; answers what is to be looked at next, and when. */
export async function makeAttempt(ctx: Context, claimed: DeliveryRow): Promise<WakeUp[]> {
  const { id } = claimed;
  const now = ctx.now();
  try {
    const result = await resultOf(ctx, claimed, await attempt(ctx, claimed), now);
    const wakeUps = await recordAttempt(ctx.env, claimed, result);
    const { nextAttemptAt: at } = result;
    return at === null ? wakeUps : [{ id, at }, ...wakeUps.filter((next) => next.id !== id)];
  } catch (error) {
    // Our own fault is not the receiver's: the attempt is not counted, and made again.
    logError("delivery_failed", error, { delivery_id: id });
    const at = ctx.now() + OWN_FAULT_MS;
    const wakeUps = await unclaimDelivery(ctx.env, claimed, { now: ctx.now(), nextAttemptAt: at });
    return [{ id, at }, ...wakeUps];
  }
}

async function attempt(ctx: Context, claimed: DeliveryRow): Promise<Posted> {
  const { id, url } = claimed;
  const [found, configuration, account] = await Promise.all([
    findNotification(ctx.env, id),
    findConfiguration(ctx.env, claimed.configurationId),
    findAccount(ctx.env, claimed.accountId),
  ]);
  if (!found || !configuration || !account)
    return failed("blocked_address", "Its configuration was deleted.");

  const configured = contextOfRow(ctx, configuration);
  const receiver = parsedReceiver(configured, url);
  if (!receiver.ok) {
    const blocked = failed("blocked_address", `The receiver's address ${receiver.problem}.`);
    // What names may be called depends on the settings; an IP address never may.
    return { ...blocked, isFinal: parsedUrl(configured, url).ok };
  }
  const body = messageOf(found.notification, configuration);
  return postNotification(ctx, account, { id, url: receiver.url.href, body });
}

type Posted = Omit<PostResult, "outcome"> & {
  outcome: PostResult["outcome"] | "blocked_address";
  /** No other attempt would do better. */
  isFinal?: boolean;
};

function failed(outcome: Posted["outcome"], note: string): Posted {
  return { outcome, status: null, retryAfter: null, durationMs: 0, note };
}

async function resultOf(
  ctx: Context,
  delivery: DeliveryRow,
  posted: Posted,
  now: number,
): Promise<AttemptResult> {
  const { outcome, status, durationMs, note, retryAfter } = posted;
  const attempt = { deliveryId: delivery.id, at: now, outcome, status, durationMs, note };
  const restUntil = outcome === "timeout" ? ctx.now() + REST_MS : null;
  const ended = { attempt, nextAttemptAt: null, pauseBecause: null, restUntil };
  if (outcome === "delivered") return { ...ended, state: "delivered" };
  if (outcome === "gone")
    return { ...ended, state: "failed", pauseBecause: "It answered 410 Gone." };

  if (posted.isFinal) return { ...ended, state: "failed" };

  const endpoint = await findEndpoint(ctx.env, delivery.configurationId, delivery.url);
  const failingSince = endpoint?.failingSince ?? now;
  if (now - failingSince >= PAUSE_AFTER_MS) {
    return { ...ended, state: "paused", pauseBecause: "It failed for five days." };
  }
  const again = nextAttemptAt({
    ...{ attempt: delivery.attempts, now: ctx.now(), random: Math.random() },
    retryAfter,
  });
  if (again === null) return { ...ended, state: "failed" };
  return { ...ended, state: "pending", nextAttemptAt: Math.max(again, restUntil ?? 0) };
}

/** Delivers a notification again, from the bottom of the ladder, under the same id. */
export async function redeliver(ctx: Context, id: string): Promise<void> {
  await restartDelivery(ctx.env, id, ctx.now());
  await sendDelivery(ctx.env, id);
}
