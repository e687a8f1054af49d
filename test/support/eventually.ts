interface Waiting {
  /** Time until the second check. It grows, because a check costs time of the processor, too. */
  intervalMs?: number;
  /** Must be shorter than the time after which the condition holds anyway. */
  timeoutMs?: number;
}

/** Repeats a check until it passes. Throws its last error after the timeout. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { intervalMs = 50, timeoutMs = 100_000 }: Waiting = {},
): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  for (let waitMs = intervalMs; ; waitMs = Math.min(waitMs * GROWTH, LONGEST_WAIT_MS)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
    }
    await scheduler.wait(waitMs);
  }
}

const GROWTH = 1.3;
const LONGEST_WAIT_MS = 400;
