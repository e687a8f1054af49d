import { withTimeout } from "../../src/lib/timeout";

interface Waiting {
  /** Without it the interval grows from 50 to 400 ms, because a check uses CPU time, too. */
  intervalMs?: number | undefined;
  /** Must be shorter than the time after which the condition holds anyway. */
  timeoutMs?: number;
}

/** Repeats a check until it passes. Throws its last error after the timeout, also while a check runs. */
export function eventually<T>(
  check: () => T | Promise<T>,
  { intervalMs, timeoutMs = 100_000 }: Waiting = {},
): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  let lastError = new Error("The check did not end.");
  const repeat = async (): Promise<T> => {
    for (let waitMs = 50; Date.now() < giveUpAt; waitMs = Math.min(waitMs * 1.3, 400)) {
      try {
        return await check();
      } catch (error) {
        lastError = error as Error;
      }
      await scheduler.wait(intervalMs ?? waitMs);
    }
    throw lastError;
  };
  return withTimeout(timeoutMs, repeat(), () => lastError);
}
