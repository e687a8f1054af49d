/** The units of a schedule. */
export type Interval = "minutes" | "hours" | "days" | "weeks" | "months" | "years";

/** A schedule whose slots are the anchor plus 1, 2, 3 … times `every` intervals, in UTC. */
export interface Recurrence {
  /** Unix ms; the anchor itself is no slot. */
  anchorAt: number;
  every: number;
  interval: Interval;
}

/** The n-th slot (n ≥ 1) in Unix ms; `Infinity` when it is later than a `Date` can be. */
export function slotAt(recurrence: Recurrence, n: number): number {
  const { anchorAt } = recurrence;
  const step = stepOf(recurrence);
  const slot =
    step.unit === "ms" ? anchorAt + n * step.length : addMonths(anchorAt, n * step.length);
  return slot <= LAST_INSTANT_MS ? slot : Number.POSITIVE_INFINITY;
}

/** The first slot strictly after an instant, in Unix ms. */
export function nextSlot(recurrence: Recurrence, after: number): number {
  return slotAt(recurrence, slotsUpTo(recurrence, after) + 1);
}

/** The number of slots after one instant, up to and including another. */
export function countSlots(
  recurrence: Recurrence,
  fromExclusive: number,
  toInclusive: number,
): number {
  return Math.max(0, slotsUpTo(recurrence, toInclusive) - slotsUpTo(recurrence, fromExclusive));
}

function slotsUpTo(recurrence: Recurrence, instant: number): number {
  const { anchorAt } = recurrence;
  if (instant <= anchorAt) return 0;
  const until = Math.min(instant, LAST_INSTANT_MS);
  const step = stepOf(recurrence);
  if (step.unit === "ms") return Math.floor((until - anchorAt) / step.length);
  const slots = Math.floor((monthNumberOf(until) - monthNumberOf(anchorAt)) / step.length);
  // The last one is in the month of `until`, but may be later than `until`.
  return slotAt(recurrence, slots) <= until ? slots : slots - 1;
}

function stepOf({ every, interval }: Recurrence): { unit: "ms" | "month"; length: number } {
  switch (interval) {
    case "months":
      return { unit: "month", length: every };
    case "years":
      return { unit: "month", length: every * 12 };
    default:
      return { unit: "ms", length: every * INTERVAL_MS[interval] };
  }
}

/** The same day and time so many months later, or the last day of a shorter month. */
function addMonths(instant: number, months: number): number {
  const date = new Date(instant);
  const month = date.getUTCMonth() + months;
  const lastDay = new Date(instant);
  lastDay.setUTCMonth(month + 1, 0);
  return date.setUTCMonth(month, Math.min(date.getUTCDate(), lastDay.getUTCDate()));
}

/** Months since the year 0. */
function monthNumberOf(instant: number): number {
  const date = new Date(instant);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

const INTERVAL_MS = {
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 604_800_000,
};

// ECMAScript, "Time Values and Time Range": 100 million days around 1970.
const LAST_INSTANT_MS = 8_640_000_000_000_000;
