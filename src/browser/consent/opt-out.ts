import type { Frame, Page } from "@cloudflare/puppeteer";
import { sleep } from "../../lib/timeout";
import { PROGRESS_KEY } from "./autoconsent";
import { frameResult } from "./frame-result";
import { consentLifecycle, detectAgain } from "./page/autoconsent";

/** Waits while autoconsent works in the page or its frames. Returns whether it answered a banner. */
export async function awaitOptOut(page: Page): Promise<boolean> {
  const startedAt = Date.now();
  await evaluateInFrames(page, (frame) => frame.evaluate(detectAgain, PROGRESS_KEY));
  for (;;) {
    const states = await evaluateInFrames(page, (frame) =>
      frame.evaluate(consentLifecycle, PROGRESS_KEY),
    );
    const maxWaitMs = Math.max(...states.map((state) => MAX_WAIT_MS[state ?? ""] ?? 0));
    if (Date.now() - startedAt >= maxWaitMs) {
      return states.some((state) => ANSWERED.includes(state ?? ""));
    }
    await sleep(POLL_MS);
  }
}

/** How many milliseconds to wait in a state of autoconsent (`LifecycleState`), counted from the start. */
const MAX_WAIT_MS: Record<string, number> = {
  loading: 700,
  initialized: 700,
  // The banner may still appear.
  cmpDetected: 1_000,
  openPopupDetected: 2_000,
  runningOptOut: 2_000,
};
const ANSWERED = ["runningOptOut", "optOutSucceeded", "optOutFailed", "done"];
const POLL_MS = 25;

async function evaluateInFrames<T>(
  page: Page,
  run: (frame: Frame) => Promise<T>,
): Promise<(T | null)[]> {
  return Promise.all(page.frames().map((frame) => frameResult(run(frame))));
}
