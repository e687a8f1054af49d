import { describe, expect, test } from "vitest";
import { nextAttemptAt } from "../../src/webhook/backoff";

const NOW = Date.parse("2025-11-06T08:49:37.000Z");
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const NO_JITTER = 0.5;

function waitMs(attempt: number, retryAfter?: string | null, random = NO_JITTER): number | null {
  const at = nextAttemptAt({ attempt, now: NOW, random, retryAfter });
  return at === null ? null : at - NOW;
}

describe("the backoff", () => {
  test.each<[attempt: number, stepMs: number]>([
    [1, 5 * SECOND_MS],
    [2, 5 * MINUTE_MS],
    [3, 30 * MINUTE_MS],
    [4, 2 * HOUR_MS],
    [5, 5 * HOUR_MS],
    [6, 10 * HOUR_MS],
    [7, 14 * HOUR_MS],
    [8, 20 * HOUR_MS],
    [9, 24 * HOUR_MS],
  ])("after attempt %i waits %i ms, 20 %% more or less", (attempt, stepMs) => {
    expect(waitMs(attempt)).toBe(stepMs);
    expect(waitMs(attempt, null, 0)).toBe(stepMs * 0.8);
    expect(waitMs(attempt, null, 1)).toBe(stepMs * 1.2);
    expect(waitMs(attempt, null, 0.25)).toBe(stepMs * 0.9);
  });

  test.each([10, 11, 1_000])("is used up after attempt %i", (attempt) => {
    expect(waitMs(attempt)).toBeNull();
    expect(waitMs(attempt, "60")).toBeNull();
  });

  test("every wait is in whole milliseconds", () => {
    expect(Number.isInteger(waitMs(1, null, 1 / 3))).toBe(true);
  });
});

describe("Retry-After", () => {
  test.each<[reason: string, attempt: number, header: string | null | undefined, waitMs: number]>([
    ["absent", 1, undefined, 5 * SECOND_MS],
    ["null", 1, null, 5 * SECOND_MS],
    ["seconds longer than the step", 1, "60", MINUTE_MS],
    ["seconds with white space around", 1, " 60 ", MINUTE_MS],
    ["seconds with zeros in front", 1, "0060", MINUTE_MS],
    ["seconds shorter than the step", 3, "60", 30 * MINUTE_MS],
    ["zero seconds", 1, "0", 5 * SECOND_MS],
    ["exactly 24 hours", 1, "86400", 24 * HOUR_MS],
    ["a second above 24 hours", 1, "86401", 24 * HOUR_MS],
    ["more digits than a number holds", 1, "9".repeat(400), 24 * HOUR_MS],
    ["a date", 1, "Thu, 06 Nov 2025 09:49:37 GMT", HOUR_MS],
    ["a date in the form of RFC 850", 1, "Thursday, 06-Nov-25 09:49:37 GMT", HOUR_MS],
    ["a date in the form of asctime", 1, "Thu Nov  6 09:49:37 2025", HOUR_MS],
    ["a date sooner than the step", 3, "Thu, 06 Nov 2025 08:50:37 GMT", 30 * MINUTE_MS],
    ["a date that is now", 1, "Thu, 06 Nov 2025 08:49:37 GMT", 5 * SECOND_MS],
    ["a date that is past", 1, "Sun, 06 Nov 1994 08:49:37 GMT", 5 * SECOND_MS],
    ["a date beyond 24 hours", 1, "Sat, 06 Nov 2027 08:49:37 GMT", 24 * HOUR_MS],
    ["empty", 1, "", 5 * SECOND_MS],
    ["white space", 1, "  ", 5 * SECOND_MS],
    ["a word", 1, "soon", 5 * SECOND_MS],
    ["a negative number", 1, "-60", 5 * SECOND_MS],
    ["a number with a sign", 1, "+60", 5 * SECOND_MS],
    ["a fraction", 1, "60.5", 5 * SECOND_MS],
    ["hex", 1, "0x60", 5 * SECOND_MS],
    ["an exponent", 1, "1e3", 5 * SECOND_MS],
    ["a unit", 1, "60s", 5 * SECOND_MS],
    ["a list", 1, "60, 120", 5 * SECOND_MS],
    ["an ISO date", 1, "2025-11-06T09:49:37Z", 5 * SECOND_MS],
    ["a year", 1, "2027-01-01", 5 * SECOND_MS],
    ["a date in another time zone", 1, "Thu, 06 Nov 2025 09:49:37 PST", 5 * SECOND_MS],
    ["a date with an impossible hour", 1, "Thu, 06 Nov 2025 25:49:37 GMT", 5 * SECOND_MS],
    ["a date with an unknown month", 1, "Thu, 06 Foo 2025 09:49:37 GMT", 5 * SECOND_MS],
    ["other digits", 1, "６０", 5 * SECOND_MS],
  ])("%s", (_reason, attempt, header, expectedMs) => {
    expect(waitMs(attempt, header)).toBe(expectedMs);
  });

  test("longer than the step is used exactly, without jitter", () => {
    expect(waitMs(1, "60", 0)).toBe(MINUTE_MS);
    expect(waitMs(1, "60", 1)).toBe(MINUTE_MS);
  });

  test("between the step and its jitter replaces only a shorter wait", () => {
    expect(waitMs(2, "300", 0)).toBe(5 * MINUTE_MS);
    expect(waitMs(2, "300", 1)).toBe(6 * MINUTE_MS);
  });

  test("does not shorten a backoff of more than 24 hours", () => {
    expect(waitMs(9, "999999", 1)).toBe(28.8 * HOUR_MS);
  });
});
