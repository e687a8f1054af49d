import { vi } from "vitest";

/** Tries until it holds. */
export async function eventually<T>(check: () => T | Promise<T>, intervalMs = 25): Promise<T> {
  return vi.waitFor(check, { timeout: 120_000, interval: intervalMs });
}
