import { describe, expect, test } from "vitest";
import {
  countSlots,
  type Interval,
  nextSlot,
  type Recurrence,
  slotAt,
} from "../../src/domain/recurrence";
import { probeAround, scannedSlot, seededRandom } from "../support/calendar";

/** `2025-01-31 08:30`, in UTC, as Unix ms. */
const utc = (text: string) => Date.parse(`${text.replace(" ", "T")}Z`);
const shown = (instant: number) => new Date(instant).toISOString();

/** `2 days` from an instant on. */
function recurrence(text: string, anchor: string): Recurrence {
  const [every, interval] = text.split(" ");
  return { anchorAt: utc(anchor), every: Number(every), interval: interval as Interval };
}

const EVERY_7_MINUTES = recurrence("7 minutes", "2025-01-31 08:00");
const EVERY_2_DAYS = recurrence("2 days", "2025-01-31 08:00");
const MONTHLY = recurrence("1 months", "2025-01-31 08:00");
const QUARTERLY = recurrence("3 months", "2025-01-31 08:00");
const YEARLY = recurrence("1 years", "2024-02-29 08:00");
const EVERY_3_YEARS = recurrence("3 years", "2024-02-29 08:00");
const INTERVALS: Interval[] = ["minutes", "hours", "days", "weeks", "months", "years"];

describe("the n-th slot", () => {
  test.each<[reason: string, every: string, anchor: string, n: number, slot: string]>([
    ["minutes", "10 minutes", "2025-03-10 10:00", 1, "2025-03-10 10:10"],
    ["hours", "6 hours", "2025-03-10 10:00", 3, "2025-03-11 04:00"],
    ["days", "2 days", "2025-03-10 10:00", 1, "2025-03-12 10:00"],
    ["weeks", "2 weeks", "2025-03-10 10:00", 2, "2025-04-07 10:00"],
    ["months", "2 months", "2025-03-10 10:00", 1, "2025-05-10 10:00"],
    ["years", "2 years", "2025-03-10 10:00", 1, "2027-03-10 10:00"],

    ["minutes over the year's end", "10 minutes", "2025-12-31 23:55", 1, "2026-01-01 00:05"],
    ["hours over a leap day", "24 hours", "2024-02-28 12:00", 2, "2024-03-01 12:00"],
    ["days over a leap day", "2 days", "2024-02-28 12:00", 1, "2024-03-01 12:00"],
    ["days over 28 February", "2 days", "2025-02-28 12:00", 1, "2025-03-02 12:00"],
    ["days over a clock change", "2 days", "2025-03-29 12:00", 1, "2025-03-31 12:00"],
    ["weeks over the year's end", "1 weeks", "2025-12-29 00:00", 1, "2026-01-05 00:00"],

    ["31 January, then February", "1 months", "2025-01-31 08:30", 1, "2025-02-28 08:30"],
    ["31 January, then a leap February", "1 months", "2024-01-31 08:30", 1, "2024-02-29 08:30"],
    ["31 January, then March", "1 months", "2025-01-31 08:30", 2, "2025-03-31 08:30"],
    ["31 January, then April", "1 months", "2025-01-31 08:30", 3, "2025-04-30 08:30"],
    ["30 January, then February", "1 months", "2025-01-30 08:30", 1, "2025-02-28 08:30"],
    ["29 January, then a leap February", "1 months", "2024-01-29 08:30", 1, "2024-02-29 08:30"],
    ["28 February stays the 28th", "1 months", "2025-02-28 08:30", 1, "2025-03-28 08:30"],
    ["31 August in steps of 6", "6 months", "2025-08-31 00:00", 1, "2026-02-28 00:00"],
    ["31 December, then January", "1 months", "2025-12-31 23:59", 1, "2026-01-31 23:59"],
    ["31 December, two months", "2 months", "2025-12-31 23:59", 1, "2026-02-28 23:59"],
    ["November, over the year's end", "3 months", "2025-11-15 00:00", 1, "2026-02-15 00:00"],
    ["18 months", "18 months", "2025-08-31 00:00", 1, "2027-02-28 00:00"],

    ["29 February, a year on", "1 years", "2024-02-29 10:00", 1, "2025-02-28 10:00"],
    ["29 February, four years on", "1 years", "2024-02-29 10:00", 4, "2028-02-29 10:00"],
    ["29 February in steps of 2", "2 years", "2024-02-29 10:00", 1, "2026-02-28 10:00"],
    ["2100 is no leap year", "4 years", "2096-02-29 10:00", 1, "2100-02-28 10:00"],
    ["2104 is a leap year", "4 years", "2096-02-29 10:00", 2, "2104-02-29 10:00"],
    ["2000 was a leap year", "4 years", "1996-02-29 10:00", 1, "2000-02-29 10:00"],
    ["31 January, then February 2100", "1 months", "2100-01-31 10:00", 1, "2100-02-28 10:00"],
    ["a hundred years", "100 years", "2025-03-10 10:00", 1, "2125-03-10 10:00"],
    ["before 1970", "2 hours", "1969-12-31 23:00", 1, "1970-01-01 01:00"],

    ["milliseconds, minutes", "2 minutes", "2025-01-31 08:30:15.123", 1, "2025-01-31 08:32:15.123"],
    ["milliseconds, months", "1 months", "2025-01-31 08:30:15.123", 1, "2025-02-28 08:30:15.123"],
    ["milliseconds, years", "1 years", "2024-02-29 08:30:15.999", 1, "2025-02-28 08:30:15.999"],
  ])("%s", (_reason, every, anchor, n, slot) => {
    expect(shown(slotAt(recurrence(every, anchor), n))).toBe(shown(utc(slot)));
  });

  test.each<[every: string, last: string]>([
    ["10 minutes", "2025-03-30 18:40:15.123"],
    ["2 hours", "2027-05-03 16:00:15.123"],
    ["2 days", "2079-10-24 08:00:15.123"],
    ["2 weeks", "2408-05-12 08:00:15.123"],
    ["2 months", "3691-09-20 08:00:15.123"],
    ["2 years", "+022025-01-20 08:00:15.123"],
  ])("10,000 steps of %s do not drift", (every, last) => {
    const schedule = recurrence(every, "2025-01-20 08:00:15.123");
    let at = schedule.anchorAt;
    for (let n = 1; n <= 10_000; n++) {
      at = nextSlot(schedule, at);
      if (at !== slotAt(schedule, n)) expect([n, at]).toEqual([n, slotAt(schedule, n)]);
    }
    expect(shown(at)).toBe(shown(utc(last)));
  });

  test("every month's last day, for 31 January", () => {
    const schedule = recurrence("1 months", "2023-01-31 00:00");
    const days = Array.from({ length: 14 }, (_, i) =>
      new Date(slotAt(schedule, i + 1)).getUTCDate(),
    );
    expect(days).toEqual([28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31]);
  });
});

describe("the next slot", () => {
  test.each<[reason: string, schedule: Recurrence, after: string, slot: string]>([
    ["at the anchor: the first", EVERY_2_DAYS, "2025-01-31 08:00", "2025-02-02 08:00"],
    ["long before the anchor: the first", EVERY_2_DAYS, "1999-01-01 00:00", "2025-02-02 08:00"],
    ["long before the anchor, months", MONTHLY, "1999-01-01 00:00", "2025-02-28 08:00"],
    ["1 ms before a slot: that one", EVERY_2_DAYS, "2025-02-02 07:59:59.999", "2025-02-02 08:00"],
    ["exactly at a slot: the one after it", EVERY_2_DAYS, "2025-02-02 08:00", "2025-02-04 08:00"],
    ["1 ms after a slot: the next", EVERY_2_DAYS, "2025-02-02 08:00:00.001", "2025-02-04 08:00"],
    ["1 ms before a month's slot", MONTHLY, "2025-02-28 07:59:59.999", "2025-02-28 08:00"],
    ["exactly at a clamped slot", MONTHLY, "2025-02-28 08:00", "2025-03-31 08:00"],
    ["on the day before a month's slot", MONTHLY, "2025-03-30 23:00", "2025-03-31 08:00"],
    ["in a month between two slots", QUARTERLY, "2025-02-28 23:00", "2025-04-30 08:00"],
    ["exactly at a year's clamped slot", YEARLY, "2025-02-28 08:00", "2026-02-28 08:00"],
    ["before the leap day", YEARLY, "2028-02-28 08:00", "2028-02-29 08:00"],
    ["after a gap of 30 years, minutes", EVERY_7_MINUTES, "2055-01-31 08:00", "2055-01-31 08:04"],
    ["after a gap of 75 years, months", MONTHLY, "2100-02-28 08:00", "2100-03-31 08:00"],
    ["after a gap of 500 years, years", EVERY_3_YEARS, "2524-02-29 08:00", "2525-02-28 08:00"],
  ])("%s", (_reason, schedule, after, slot) => {
    expect(shown(nextSlot(schedule, utc(after)))).toBe(shown(utc(slot)));
  });

  test.each(INTERVALS)("is infinite after the last instant of a Date: %s", (interval) => {
    const schedule = { anchorAt: Date.UTC(2025, 0, 31), every: 2, interval };
    expect(nextSlot(schedule, 8.64e15)).toBe(Number.POSITIVE_INFINITY);
    expect(nextSlot(schedule, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(nextSlot(schedule, Number.NEGATIVE_INFINITY)).toBe(slotAt(schedule, 1));
    expect(slotAt(schedule, Number.MAX_SAFE_INTEGER)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the count of slots", () => {
  test.each<[reason: string, every: string, from: string, to: string, count: number]>([
    ["the anchor is not counted", "2 days", "2025-01-01 00:00", "2025-01-31 08:00", 0],
    ["the first one", "2 days", "2025-01-31 08:00", "2025-02-02 08:00", 1],
    ["the start is exclusive", "2 days", "2025-02-02 08:00", "2025-02-04 07:59:59.999", 0],
    ["the end is inclusive", "2 days", "2025-02-02 08:00", "2025-02-04 08:00", 1],
    ["an empty range at a slot", "2 days", "2025-02-02 08:00", "2025-02-02 08:00", 0],
    ["from long before the anchor", "2 days", "1999-01-01 00:00", "2025-02-06 08:00", 3],
    ["wholly before the anchor", "2 days", "1999-01-01 00:00", "2001-01-01 00:00", 0],
    ["an end before the start", "2 days", "2025-03-01 00:00", "2025-02-01 00:00", 0],
    ["an hour of minutes", "2 minutes", "2025-02-02 08:00", "2025-02-02 09:00", 30],
    ["a day of hours", "6 hours", "2025-02-02 00:00", "2025-02-03 00:00", 4],
    ["a year of weeks", "1 weeks", "2025-01-31 08:00", "2026-01-31 08:00", 52],
    ["a year of months", "1 months", "2025-01-31 08:00", "2026-01-31 08:00", 12],
    ["a year of months, short", "1 months", "2025-01-31 08:00", "2026-01-31 07:59:59.999", 11],
    ["a century of years", "1 years", "2025-01-31 08:00", "2125-01-31 08:00", 100],
    ["ten years of minutes", "2 minutes", "2025-01-31 08:00", "2035-01-31 08:00", 2_629_440],
  ])("%s", (_reason, every, from, to, count) => {
    const schedule = recurrence(every, "2025-01-31 08:00");
    expect(countSlots(schedule, utc(from), utc(to))).toBe(count);
  });

  test.each(INTERVALS)("is finite for an infinite range: %s", (interval) => {
    const schedule = { anchorAt: 0, every: 2, interval };
    const count = countSlots(schedule, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    expect(slotAt(schedule, count)).toBeLessThanOrEqual(8.64e15);
    expect(slotAt(schedule, count + 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("agrees with a scan of the calendar", () => {
  test.each(INTERVALS)("%s", (interval) => {
    const random = seededRandom(20_250_131);
    for (let round = 0; round < 300; round++) {
      const anchorAt = Date.UTC(2020, random(12), 1 + random(31), random(24)) + random(3_600_000);
      const schedule = { anchorAt, every: 1 + random(20), interval };
      const slots = Array.from({ length: 40 }, (_, i) => scannedSlot(schedule, i + 1));
      const instants = [anchorAt - 86_400_000, anchorAt, ...slots];

      for (let probe = 0; probe < 5; probe++) {
        const [from, to] = [probeAround(instants, random), probeAround(instants, random)];
        const inside = slots.filter((slot) => slot > from && slot <= to).length;
        expect({ schedule, from, next: nextSlot(schedule, from) }).toEqual({
          schedule,
          from,
          next: slots.find((slot) => slot > from),
        });
        expect({ schedule, from, to, count: countSlots(schedule, from, to) }).toEqual({
          schedule,
          from,
          to,
          count: inside,
        });
      }
    }
  });
});
