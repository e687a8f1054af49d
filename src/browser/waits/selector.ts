import { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import { countMatches } from "../page/element";
import type { CaptureState } from "../state";

/** Waits until an element matches the option `wait_for`, 15 seconds at most. */
export async function applyWaitFor(state: CaptureState): Promise<void> {
  const { wait_for: selector } = state.options;
  if (selector) await waitForSelector(state, selector, WAIT_FOR_TIMEOUT_MS);
}

const WAIT_FOR_TIMEOUT_MS = 15_000;

/** Waits for the time of the option `wait`. */
export async function applyWait(state: CaptureState): Promise<void> {
  state.activity = "waiting for the time of wait";
  if (state.options.wait > 0) await sleep(state.options.wait);
}

/**
 * Waits until an element matches.
 *
 * @throws CaptureFailure `selector_not_found` when none matches in time, or when the selector is not valid.
 */
export async function waitForSelector(
  state: CaptureState,
  selector: string,
  timeoutMs: number,
): Promise<void> {
  if (await selectorAppears(state, selector, timeoutMs)) return;
  throw selectorNotFound(`Nothing on the page matched ${selector} within ${timeoutMs / 1_000} s.`);
}

/**
 * Waits until an element matches, and returns whether one did in time.
 *
 * @throws CaptureFailure `selector_not_found` when the selector is not valid.
 */
export async function selectorAppears(
  state: CaptureState,
  selector: string,
  timeoutMs: number,
): Promise<boolean> {
  state.activity = `waiting for ${selector}`;
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    // Fails while the page navigates: try again.
    const count = await evaluate(state.page, countMatches, selector).catch(() => 0);
    if (state.unreachable) throw state.unreachable;
    if (count === null) throw selectorNotFound(`${selector} is not a valid CSS selector.`);
    if (count > 0) return true;
    if (Date.now() >= giveUpAt) return false;
    await sleep(POLL_MS);
  }
}

const POLL_MS = 50;

function selectorNotFound(note: string): CaptureFailure {
  return new CaptureFailure("selector_not_found", note);
}
