import { withTimeout } from "../../lib/timeout";

/** What a frame answers; null from one that is gone, or busy for longer than it is worth. */
export async function frameResult<T>(asking: Promise<T>): Promise<T | null> {
  return withTimeout(FRAME_TIMEOUT_MS, asking, () => new Error("The frame does not answer")).catch(
    () => null,
  );
}

const FRAME_TIMEOUT_MS = 300;
