import { withTimeout } from "../../lib/timeout";

/** The result of a frame; null when the frame was removed, or is busy for longer than 300 ms. */
export async function frameResult<T>(asking: Promise<T>): Promise<T | null> {
  return withTimeout(FRAME_TIMEOUT_MS, asking, () => new Error("The frame does not answer")).catch(
    () => null,
  );
}

const FRAME_TIMEOUT_MS = 300;
