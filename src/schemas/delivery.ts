/** The states of a delivery: `pending` waits for its next attempt, the others are final. */
export const DELIVERY_STATES = ["pending", "delivered", "failed", "paused"] as const;

/** The outcomes of an attempt. */
export const ATTEMPT_OUTCOMES = [
  "delivered",
  "refused_status",
  "redirected",
  "gone",
  "timeout",
  "connection_failed",
  "blocked_address",
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
