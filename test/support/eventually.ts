interface Waiting {
  /** Without it the interval grows from 50 ms, because a check costs time of the processor, too. */
  intervalMs?: number | undefined;
  /** Must be shorter than the time after which the condition holds anyway. */
  timeoutMs?: number;
}

/** Repeats a check until it passes. Throws its last error after the timeout. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { intervalMs, timeoutMs = 100_000 }: Waiting = {},
): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * GROWTH, LONGEST_WAIT_MS)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
    }
    await scheduler.wait(intervalMs ?? waitMs);
  }
}

const GROWTH = 1.3;
const LONGEST_WAIT_MS = 400;
