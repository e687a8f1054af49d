import { withTimeout } from "../../lib/timeout";

/** What a frame answers; null from one that is gone, or busy for longer than it is worth. */
export async function answerOf<T>(asking: Promise<T>): Promise<T | null> {
  return withTimeout(ANSWER_MS, asking, () => new Error("The frame does not answer")).catch(
    () => null,
  );
}

const ANSWER_MS = 300;
