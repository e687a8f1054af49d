import { sleep, withTimeout } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import { isLoaded } from "../page/loaded";
import type { CaptureState } from "../state";

/**
 * Waits for load, then for fonts and visible images: at most ten seconds after the document is there,
 * however many requests never end. Asked from outside, since a page's own timers stop when its scripts do.
 */
export async function settle(state: CaptureState): Promise<void> {
  state.activity = "waiting for the page to load";
  const { documentCount } = state;
  const giveUpAt = state.documentAt + SETTLE_BUDGET_MS;
  while (Date.now() < giveUpAt && state.documentCount - documentCount < MAX_DOCUMENTS) {
    // Fails while the page goes on to another document: ask again.
    const asking = evaluate(state.page, isLoaded).catch(() => false);
    const settled = await withTimeout(giveUpAt - Date.now(), asking, notAnswered).catch(
      () => false,
    );
    if (settled && !state.isNavigating) return;
    await sleep(POLL_MS);
  }
  // One document after another, for ever: without scripts the next one is the last.
  if (state.documentCount - documentCount >= MANY_DOCUMENTS) {
    await stopScripts(state);
  }
  // A page on its way to another document answers nothing until it is there, or stays.
  if (state.isNavigating) await state.client.send("Page.stopLoading");
}

/** Stops the scripts of the page: it stays the document that it is, or becomes the one that is on its way. */
export async function stopScripts({ client }: CaptureState): Promise<void> {
  await client.send("Emulation.setScriptExecutionDisabled", { value: true });
}

/** Keeps a page that has had many documents from becoming another one while its picture is taken. */
export async function preventNavigation(state: CaptureState): Promise<void> {
  if (state.documentCount < MANY_DOCUMENTS) return;
  await stopScripts(state);
  await settle(state);
}

function notAnswered(): Error {
  return new Error("The page does not answer.");
}

/** Longest wait for a page to settle, counted from its document's arrival. */
const SETTLE_BUDGET_MS = 10_000;
const POLL_MS = 50;
/** More than a page has on its way to what it shows. */
const MANY_DOCUMENTS = 5;
/** So many are not waited for any longer. */
const MAX_DOCUMENTS = 10;
