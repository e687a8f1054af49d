/** A failed attempt of a delivery. */
interface FailedAttempt {
  /** 1 for the first. */
  attempt: number;
  /** Unix ms. */
  now: number;
  /** From 0 to 1; spreads the next attempts of deliveries that failed together. */
  random: number;
  /** The `Retry-After` header of the response. */
  retryAfter?: string | null | undefined;
}

/**
 * When to try again, in Unix ms; null after the last attempt. The waits vary by 20 %. A `Retry-After` of at most
 * 24 hours makes the wait longer, never shorter.
 */
export function nextAttemptAt(failed: FailedAttempt): number | null {
  const { attempt, now, random, retryAfter } = failed;
  const waitMs = WAITS_MS[attempt - 1];
  if (waitMs === undefined) return null;
  const jitteredMs = waitMs * (1 + JITTER * (2 * random - 1));
  const requestedMs = Math.min(retryAfterMs(retryAfter?.trim() ?? "", now), MAX_RETRY_AFTER_MS);
  return now + Math.round(Math.max(jitteredMs, requestedMs));
}

/** The wait that the header asks for, in seconds or as a date; 0 when it is malformed, negative when it is past. */
function retryAfterMs(header: string, now: number): number {
  if (/^\d+$/.test(header)) return Number(header) * SECOND_MS;
  // Only the date formats of HTTP: `Date.parse` also reads "1.5" and "-5" as dates.
  if (!HTTP_DATE.test(header)) return 0;
  const at = Date.parse(header.endsWith(" GMT") ? header : `${header} GMT`);
  return Number.isNaN(at) ? 0 : at - now;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

// The wait after the first failed attempt, after the second, and so on: about three days in total.
const WAITS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
const JITTER = 0.2;
const MAX_RETRY_AFTER_MS = 24 * HOUR_MS;

// RFC 9110, section 5.6.7: the current format and two obsolete ones that a recipient must still accept.
const HTTP_DATE =
  /^[A-Z][a-z]{2,8},? (\d\d[ -][A-Z][a-z]{2}[ -](\d{4}|\d\d) \d\d:\d\d:\d\d GMT|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})$/;
