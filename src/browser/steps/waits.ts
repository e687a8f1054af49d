import { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/within";
import { countMatches } from "../page/element";
import type { Stage } from "../stage";

/** Waits until an element matches `wait_for`, at most 15 seconds. */
export async function waitForSelector(stage: Stage): Promise<void> {
  const { wait_for: selector } = stage.options;
  if (selector) await appears(stage, selector, WAIT_FOR_TIMEOUT_MS);
}

const WAIT_FOR_TIMEOUT_MS = 15_000;

/** Waits the time the user asked for. */
export async function waitAsAsked(stage: Stage): Promise<void> {
  stage.doing = "waiting as long as wait says";
  if (stage.options.wait > 0) await sleep(stage.options.wait);
}

/** Waits until an element matches; `selector_not_found` when none does in time, or none ever can. */
export async function appears(stage: Stage, selector: string, timeoutMs: number): Promise<void> {
  stage.doing = `waiting for ${selector}`;
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    // Fails while the page goes on to another document: ask again.
    const count = await stage.page.evaluate(countMatches, selector).catch(() => 0);
    if (count === null) throw notFound(`${selector} is not a valid CSS selector.`);
    if (count > 0) return;
    if (Date.now() >= giveUpAt) break;
    await sleep(POLL_MS);
  }
  throw notFound(`Nothing on the page matched ${selector} within ${timeoutMs / 1_000} s.`);
}

const POLL_MS = 50;

function notFound(note: string): CaptureFailure {
  return new CaptureFailure("selector_not_found", note);
}
