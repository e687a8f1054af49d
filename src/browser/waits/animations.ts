import { sleep } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import { isAnimating } from "../page/element";
import type { CaptureState } from "../state";

/** Waits until all finite animations have ended, two seconds at most. */
export async function waitForAnimations({ page }: CaptureState): Promise<void> {
  const giveUpAt = Date.now() + ANIMATION_TIMEOUT_MS;
  do await sleep(POLL_MS);
  while (Date.now() < giveUpAt && (await evaluate(page, isAnimating)));
}

const ANIMATION_TIMEOUT_MS = 2_000;
const POLL_MS = 50;
