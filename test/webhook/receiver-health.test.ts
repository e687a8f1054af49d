import { expect, test } from "vitest";
import type { AttemptOutcome } from "../../src/schemas/delivery";
import { hostRestUntil, type Pause, pauseOf } from "../../src/webhook/receiver-health";

const NOW = Date.UTC(2026, 5, 15, 12);
const FIVE_DAYS_MS = 5 * 86_400_000;

const GONE: Pause = { because: "It answered 410 Gone.", delivery: "failed" };
const FIVE_DAYS: Pause = { because: "It failed for five days.", delivery: "paused" };

test.each<[outcome: AttemptOutcome, failingForMs: number, pause: Pause | null]>([
  ["delivered", 0, null],
  ["delivered", FIVE_DAYS_MS, null],
  ["gone", 0, GONE],
  ["gone", FIVE_DAYS_MS, GONE],
  ["refused_status", 0, null],
  ["refused_status", FIVE_DAYS_MS - 1, null],
  ["refused_status", FIVE_DAYS_MS, FIVE_DAYS],
  ["redirected", FIVE_DAYS_MS - 1, null],
  ["redirected", FIVE_DAYS_MS, FIVE_DAYS],
  ["timeout", FIVE_DAYS_MS - 1, null],
  ["timeout", FIVE_DAYS_MS, FIVE_DAYS],
  ["connection_failed", FIVE_DAYS_MS - 1, null],
  ["connection_failed", FIVE_DAYS_MS + 1, FIVE_DAYS],
  ["blocked_address", FIVE_DAYS_MS - 1, null],
  ["blocked_address", FIVE_DAYS_MS, FIVE_DAYS],
])("after %s, failing for %i ms: %j", (outcome, failingForMs, pause) => {
  expect(pauseOf({ outcome, failingSince: NOW - failingForMs, now: NOW })).toEqual(pause);
});

test.each<[outcome: AttemptOutcome, until: number | null]>([
  ["timeout", NOW + 30_000],
  ["delivered", null],
  ["gone", null],
  ["refused_status", null],
  ["redirected", null],
  ["connection_failed", null],
  ["blocked_address", null],
])("after %s its host gets no attempt until %s", (outcome, until) => {
  expect(hostRestUntil(outcome, NOW)).toBe(until);
});
