import { randomHex } from "./secrets";

/** A new job id: 24 hex. */
export function newJobId(): string {
  return randomHex(12);
}

/** The calendar month (UTC) of a moment in Unix milliseconds: `2026-01`. */
export function monthOf(now: number): string {
  return new Date(now).toISOString().slice(0, 7);
}
