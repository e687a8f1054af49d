import type { Context } from "../context";
import { logError } from "../lib/log";
import { sendDelivery } from "../queue/send";
import { findAccount } from "../store/accounts";
import { findConfiguration } from "../store/configurations";
import {
  claimDelivery,
  findDelivery,
  postponeDelivery,
  recordAttempt,
  restartDelivery,
  unclaimDelivery,
} from "../store/deliveries";
import type { WakeUp } from "../store/delivery-limits";
import { findNotification } from "../store/notifications";
import type { DeliveryRow } from "../store/rows";
import { contextOfRow, parsedReceiver, parsedUrl } from "./addresses";
import { type Attempted, resultOf } from "./delivery-result";
import { webhookBody } from "./notification-payload";
import { postNotification } from "./post-notification";

/** Longer than an attempt: a worker that holds a claim past this time is lost. */
export const DELIVERY_CLAIM_MS = 60_000;
/** After an error of ours the delivery waits, so that one that always fails does not delay the others. */
const OWN_ERROR_WAIT_MS = 5 * 60_000;
/** About as long as an attempt stays open when nobody answers. */
const LIMIT_WAIT_MS = 15_000;

/** A delivery to attempt now, or deliveries to look at again and when. */
type Claim = { delivery: DeliveryRow } | { wakeUps: WakeUp[] };

/** Claims a delivery that is due. One that waits for its host is woken by the attempts that are open there. */
export async function claimAttempt(ctx: Context, id: string): Promise<Claim> {
  const now = ctx.now();
  const delivery = await claimDelivery(ctx.env, id, { now, leaseUntil: now + DELIVERY_CLAIM_MS });
  if (delivery) return { delivery };
  const at = await dueAt(ctx, id, now);
  return { wakeUps: at === null ? [] : [{ id, at }] };
}

/** When a delivery that could not be claimed is due; null when it has ended or another worker takes care of it. */
async function dueAt({ env }: Context, id: string, now: number): Promise<number | null> {
  const { state, nextAttemptAt } = (await findDelivery(env, id)) ?? {};
  if (state !== "pending" || !nextAttemptAt) return null;
  if (nextAttemptAt > now) return nextAttemptAt;
  const until = now + Math.round(LIMIT_WAIT_MS * (1 + Math.random()));
  return (await postponeDelivery(env, id, { now, until })) ? until : null;
}

/** Attempts a claimed delivery. Returns which deliveries to look at next, and when. */
export async function makeAttempt(ctx: Context, claimed: DeliveryRow): Promise<WakeUp[]> {
  const { id } = claimed;
  const startedAt = ctx.now();
  try {
    const result = await resultOf(ctx, claimed, await postToReceiver(ctx, claimed), startedAt);
    const wakeUps = await recordAttempt(ctx.env, claimed, result);
    const { nextAttemptAt: at } = result;
    return at === null ? wakeUps : [{ id, at }, ...wakeUps.filter((next) => next.id !== id)];
  } catch (error) {
    // The receiver is not to blame: the attempt does not count and is made again.
    logError("delivery_failed", error, { delivery_id: id });
    const now = ctx.now();
    const at = now + OWN_ERROR_WAIT_MS;
    const wakeUps = await unclaimDelivery(ctx.env, claimed, { now, nextAttemptAt: at });
    return [{ id, at }, ...wakeUps];
  }
}

async function postToReceiver(ctx: Context, claimed: DeliveryRow): Promise<Attempted> {
  const { id, url } = claimed;
  const [found, configuration, account] = await Promise.all([
    findNotification(ctx.env, id),
    findConfiguration(ctx.env, claimed.configurationId),
    findAccount(ctx.env, claimed.accountId),
  ]);
  if (!found || !configuration || !account) return refusedAttempt("Its configuration was deleted.");

  const configured = contextOfRow(ctx, configuration);
  const receiver = parsedReceiver(configured, url);
  if (!receiver.ok) {
    // The settings may allow a refused name later. A bare IP address can never be called.
    const isFinal = parsedUrl(configured, url).ok;
    return { ...refusedAttempt(`The receiver's address ${receiver.problem}.`), isFinal };
  }
  const body = webhookBody(found.notification, configuration);
  return postNotification(ctx, account, { id, url: receiver.url.href, body });
}

function refusedAttempt(note: string): Attempted {
  return { outcome: "blocked_address", status: null, retryAfter: null, durationMs: 0, note };
}

/** Delivers a notification again from the first attempt on, under the same id. */
export async function redeliver(ctx: Context, id: string): Promise<void> {
  await restartDelivery(ctx.env, id, ctx.now());
  await sendDelivery(ctx.env, id);
}
