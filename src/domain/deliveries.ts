import type { Context } from "../context";
import { findAccount } from "../store/accounts";
import { findConfiguration } from "../store/configurations";
import {
  type AttemptResult,
  claimDelivery,
  findDelivery,
  recordAttempt,
  restartDelivery,
  unclaimDelivery,
} from "../store/deliveries";
import { findEndpoint } from "../store/endpoints";
import { findNotification } from "../store/notifications";
import type { DeliveryRow } from "../store/tables";
import { nextAttemptAt } from "../webhook/backoff";
import { type PostResult, postJson } from "../webhook/post";
import { signWebhook } from "../webhook/sign";
import { contextOfRow, parsedUrl } from "./addresses";
import { messageOf } from "./messages";
import { webhookSecretsOf } from "./webhook-secrets";

/** Longer than an attempt: past it its worker is lost. */
export const DELIVERY_CLAIM_MS = 60_000;
/** After a fault of our own: not at once, else those that fail for ever would stand before all others. */
const OWN_FAULT_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
/** A receiver that only failed for so long is not called any more. */
const PAUSE_AFTER_MS = 5 * DAY_MS;

/**
 * Makes the attempt of a delivery that is due. Answers after how many milliseconds the delivery wants to be woken
 * up again; null when nothing is to come, or another worker is at it.
 */
export async function deliver(ctx: Context, id: string): Promise<number | null> {
  const now = ctx.now();
  const claimed = await claimDelivery(ctx.env, id, { now, leaseUntil: now + DELIVERY_CLAIM_MS });
  if (!claimed) return untilDue(await findDelivery(ctx.env, id), now);

  const posted = await attempt(ctx, claimed).catch(async (error: unknown) => {
    // Our own fault is not the receiver's: the attempt is not counted, and made again.
    await unclaimDelivery(ctx.env, claimed, now + OWN_FAULT_MS).catch(() => undefined);
    throw error;
  });
  const result = await resultOf(ctx, claimed, posted, now);
  await recordAttempt(ctx.env, claimed, result);
  return result.nextAttemptAt === null ? null : result.nextAttemptAt - ctx.now();
}

function untilDue(delivery: DeliveryRow | undefined, now: number): number | null {
  if (delivery?.state !== "pending" || delivery.nextAttemptAt === null) return null;
  return delivery.nextAttemptAt > now ? delivery.nextAttemptAt - now : null;
}

async function attempt(ctx: Context, { id, url }: DeliveryRow): Promise<Posted> {
  const found = await findNotification(ctx.env, id);
  const configuration =
    found && (await findConfiguration(ctx.env, found.notification.configurationId));
  const account = configuration && (await findAccount(ctx.env, configuration.accountId));
  if (!found || !configuration || !account)
    return failed("blocked_address", "Its configuration was deleted.");

  const receiver = parsedUrl(contextOfRow(ctx, configuration), url);
  if (!receiver.ok) return failed("blocked_address", `The receiver's address ${receiver.problem}.`);
  const body = messageOf(found.notification, configuration);
  const headers = await signWebhook({
    ...{ id, body, timestampSeconds: Math.floor(ctx.now() / 1_000) },
    secrets: await webhookSecretsOf(ctx, account),
  });
  return postJson(receiver.url.href, headers, body);
}

type Posted = Omit<PostResult, "outcome"> & { outcome: PostResult["outcome"] | "blocked_address" };

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
  const ended = { attempt, nextAttemptAt: null, pauseBecause: null };
  if (outcome === "delivered") return { ...ended, state: "delivered" };
  if (outcome === "gone")
    return { ...ended, state: "failed", pauseBecause: "It answered 410 Gone." };

  const endpoint = await findEndpoint(ctx.env, delivery.configurationId, delivery.url);
  const failingSince = endpoint?.failingSince ?? now;
  if (now - failingSince >= PAUSE_AFTER_MS) {
    return { ...ended, state: "paused", pauseBecause: "It failed for five days." };
  }
  const again = nextAttemptAt({
    ...{ attempt: delivery.attempts, now: ctx.now(), random: Math.random() },
    retryAfter,
  });
  return { ...ended, state: again === null ? "failed" : "pending", nextAttemptAt: again };
}

/** Delivers a notification again, from the bottom of the ladder, under the same id. */
export async function redeliver(ctx: Context, id: string): Promise<void> {
  await restartDelivery(ctx.env, id, ctx.now());
  await ctx.env.WEBHOOKS.send({ deliveryId: id });
}
