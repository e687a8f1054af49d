import type { Recurrence } from "../../src/domain/recurrence";

/** Returns one of the instants, 1 ms before or after it, or any instant between it and the next one. */
export function probeAround(
  instants: readonly number[],
  random: (limit: number) => number,
): number {
  const index = random(instants.length - 1);
  const [at = 0, next = 0] = instants.slice(index);
  return random(2) === 0
    ? at - 1 + random(3)
    : at + Math.floor(((next - at) * random(1000)) / 1000);
}

/** The n-th slot, computed slowly: adds the intervals one by one, counts months, and tries days from the anchor's day down. */
export function scannedSlot({ anchorAt, every, interval }: Recurrence, n: number): number {
  const minutes = { minutes: 1, hours: 60, days: 1_440, weeks: 10_080 };
  if (interval !== "months" && interval !== "years") {
    let at = anchorAt;
    for (let i = 0; i < n; i++) at += every * minutes[interval] * 60_000;
    return at;
  }
  const anchor = new Date(anchorAt);
  let [year, month] = [anchor.getUTCFullYear(), anchor.getUTCMonth()];
  for (let i = 0; i < n * every * (interval === "years" ? 12 : 1); i++) {
    month += 1;
    if (month === 12) [year, month] = [year + 1, 0];
  }
  for (let day = anchor.getUTCDate(); ; day--) {
    const midnight = Date.UTC(year, month, day);
    if (new Date(midnight).getUTCMonth() === month) return midnight + (anchorAt % 86_400_000);
  }
}

/** Returns a generator of integers below a limit. The same seed gives the same sequence. */
export function seededRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
