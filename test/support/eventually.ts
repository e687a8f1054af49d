import { vi } from "vitest";

interface Waiting {
  intervalMs?: number;
  /** Must be shorter than the time after which the condition holds anyway. */
  timeoutMs?: number;
}

/** Repeats a check until it passes. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { intervalMs = 50, timeoutMs = 100_000 }: Waiting = {},
): Promise<T> {
  return vi.waitFor(check, { timeout: timeoutMs, interval: intervalMs });
}
