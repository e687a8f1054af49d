/** Waiting for its next attempt, or how it ended. */
export const DELIVERY_STATES = ["pending", "delivered", "failed", "paused"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What can come of one attempt. */
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
