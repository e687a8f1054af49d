import type { Context } from "../context";
import type { AttemptOutcome } from "../schemas/delivery";
import type { AttemptResult } from "../store/deliveries";
import { findEndpoint } from "../store/endpoints";
import type { DeliveryRow } from "../store/rows";
import { nextAttemptAt } from "../webhook/backoff";
import type { PostResult } from "../webhook/post";
import { hostRestUntil, pauseOf } from "../webhook/receiver-health";

/** The outcome of one attempt, made or refused. */
export type Attempted = Omit<PostResult, "outcome"> & {
  outcome: AttemptOutcome;
  /** No later attempt can succeed. */
  isFinal?: boolean;
};

/** Decides what an attempt means for its delivery, its receiver and the receiver's host. */
export async function resultOf(
  ctx: Context,
  delivery: DeliveryRow,
  attempted: Attempted,
  startedAt: number,
): Promise<AttemptResult> {
  const { outcome, status, durationMs, note, retryAfter, isFinal } = attempted;
  const endedAt = ctx.now();
  const restUntil = hostRestUntil(outcome, endedAt);
  const ended = {
    attempt: { deliveryId: delivery.id, at: startedAt, outcome, status, durationMs, note },
    nextAttemptAt: null,
    pauseBecause: null,
    restUntil,
  };
  if (outcome === "delivered") return { ...ended, state: "delivered" };
  if (isFinal) return { ...ended, state: "failed" };

  const endpoint = await findEndpoint(ctx.env, delivery.configurationId, delivery.url);
  const failingSince = endpoint?.failingSince ?? startedAt;
  const pause = pauseOf({ outcome, failingSince, now: startedAt });
  if (pause) return { ...ended, state: pause.delivery, pauseBecause: pause.because };

  const nextAt = nextAttemptAt({
    attempt: delivery.attempts,
    now: endedAt,
    random: Math.random(),
    retryAfter,
  });
  if (nextAt === null) return { ...ended, state: "failed" };
  return { ...ended, state: "pending", nextAttemptAt: Math.max(nextAt, restUntil ?? 0) };
}
