import type { AttemptOutcome } from "../schemas/delivery";

/** A finished attempt to call a receiver. */
interface CalledReceiver {
  outcome: AttemptOutcome;
  /** Unix milliseconds since when every attempt failed, this one included. */
  failingSince: number;
  now: number;
}

/** Why a receiver is no longer called, and what becomes of the delivery that was attempted. */
export interface Pause {
  because: string;
  /** A paused delivery is attempted again once the receiver is resumed; a failed one is not. */
  delivery: "failed" | "paused";
}

const DAY_MS = 86_400_000;
const PAUSE_AFTER_MS = 5 * DAY_MS;
const HOST_REST_MS = 30_000;

/** Whether to stop calling a receiver: it answered 410 Gone, or every attempt for five days failed. */
export function pauseOf({ outcome, failingSince, now }: CalledReceiver): Pause | null {
  if (outcome === "delivered") return null;
  if (outcome === "gone") return { because: "It answered 410 Gone.", delivery: "failed" };
  if (now - failingSince < PAUSE_AFTER_MS) return null;
  return { because: "It failed for five days.", delivery: "paused" };
}

/** Until when no attempt is made to the receiver's host, because it did not answer in time; else null. */
export function hostRestUntil(outcome: AttemptOutcome, now: number): number | null {
  return outcome === "timeout" ? now + HOST_REST_MS : null;
}
