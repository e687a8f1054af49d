import { sleep, withTimeout } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import { isLoaded } from "../page/loaded";
import type { CaptureState } from "../state";

/**
 * Waits for load, then for fonts and visible images: at most ten seconds after the document is there,
 * however many requests never end. Asked from outside, since a page's own timers stop when its scripts do.
 */
export async function settle(state: CaptureState): Promise<void> {
  state.doing = "waiting for the page to load";
  const { documents } = state;
  const giveUpAt = state.documentAt + SETTLE_BUDGET_MS;
  while (Date.now() < giveUpAt && state.documents - documents < ENDLESS_DOCUMENTS) {
    // Fails while the page goes on to another document: ask again.
    const asking = evaluate(state.page, isLoaded).catch(() => false);
    const settled = await withTimeout(giveUpAt - Date.now(), asking, unanswered).catch(() => false);
    if (settled && !state.isLeaving) return;
    await sleep(POLL_MS);
  }
  // One document after another, for ever: without scripts the next one is the last.
  if (state.documents - documents >= RESTLESS_DOCUMENTS) {
    await stopScripts(state);
  }
  // A page on its way to another document answers nothing until it is there, or stays.
  if (state.isLeaving) await state.client.send("Page.stopLoading");
}

/** Stops the scripts of the page: it stays the document that it is, or becomes the one that is on its way. */
export async function stopScripts({ client }: CaptureState): Promise<void> {
  await client.send("Emulation.setScriptExecutionDisabled", { value: true });
}

/** Keeps a page that has had many documents from becoming another one while its picture is taken. */
export async function stayOnDocument(state: CaptureState): Promise<void> {
  if (state.documents < RESTLESS_DOCUMENTS) return;
  await stopScripts(state);
  await settle(state);
}

function unanswered(): Error {
  return new Error("The page does not answer.");
}

/** Longest wait for a page to settle, counted from its document's arrival. */
const SETTLE_BUDGET_MS = 10_000;
const POLL_MS = 50;
/** More than a page has on its way to what it shows. */
const RESTLESS_DOCUMENTS = 5;
/** So many are not waited for any longer. */
const ENDLESS_DOCUMENTS = 10;
