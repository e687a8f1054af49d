import { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import { countMatches } from "../page/element";
import type { CaptureState } from "../state";

/** Waits until an element matches `wait_for`, at most 15 seconds. */
export async function applyWaitFor(state: CaptureState): Promise<void> {
  const { wait_for: selector } = state.options;
  if (selector) await waitForSelector(state, selector, WAIT_FOR_TIMEOUT_MS);
}

const WAIT_FOR_TIMEOUT_MS = 15_000;

/** Waits the time the user asked for. */
export async function applyWait(state: CaptureState): Promise<void> {
  state.activity = "waiting as long as wait says";
  if (state.options.wait > 0) await sleep(state.options.wait);
}

/** Waits until an element matches; `selector_not_found` when none does in time, or none ever can. */
export async function waitForSelector(
  state: CaptureState,
  selector: string,
  timeoutMs: number,
): Promise<void> {
  if (await selectorAppears(state, selector, timeoutMs)) return;
  throw selectorNotFound(`Nothing on the page matched ${selector} within ${timeoutMs / 1_000} s.`);
}

/** Whether an element matches in time; `selector_not_found` when the selector is none. */
export async function selectorAppears(
  state: CaptureState,
  selector: string,
  timeoutMs: number,
): Promise<boolean> {
  state.activity = `waiting for ${selector}`;
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    // Fails while the page goes on to another document: ask again.
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
