import { vi } from "vitest";

interface Waiting {
  intervalMs?: number;
  /** Shorter than the time after which it would hold for another reason. */
  timeoutMs?: number;
}

/** Tries until it holds. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { intervalMs = 50, timeoutMs = 100_000 }: Waiting = {},
): Promise<T> {
  return vi.waitFor(check, { timeout: timeoutMs, interval: intervalMs });
}
