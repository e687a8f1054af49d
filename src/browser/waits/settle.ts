import { sleep, withTimeout } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import { isLoaded } from "../page/loaded";
import type { CaptureState } from "../state";

/**
 * Waits for load, then for fonts and visible images. It ends ten seconds after the document was committed, also when
 * some requests never end. It polls from outside the page: the page's own timers stop when its scripts are stopped.
 */
export async function settle(state: CaptureState): Promise<void> {
  state.activity = "waiting for the page to load";
  const { documentCount } = state;
  const giveUpAt = state.documentAt + SETTLE_BUDGET_MS;
  while (Date.now() < giveUpAt && state.documentCount - documentCount < MAX_DOCUMENTS) {
    // Fails while the page navigates: try again.
    const asking = evaluate(state.page, isLoaded).catch(() => false);
    const settled = await withTimeout(giveUpAt - Date.now(), asking, notAnswered).catch(
      () => false,
    );
    if (settled && !state.isNavigating) return;
    await sleep(POLL_MS);
  }
  // The page keeps navigating. Without scripts the next document is the last one.
  if (state.documentCount - documentCount >= MANY_DOCUMENTS) {
    await stopScripts(state);
  }
  // While a page navigates, commands get no answer until the navigation ends or is stopped.
  if (state.isNavigating) await state.client.send("Page.stopLoading");
}

/** Stops the scripts of the page. It keeps its document, or finishes the navigation that has begun. */
export async function stopScripts({ client }: CaptureState): Promise<void> {
  await client.send("Emulation.setScriptExecutionDisabled", { value: true });
}

/** Keeps a page that navigated many times from navigating while its picture is taken. */
export async function preventNavigation(state: CaptureState): Promise<void> {
  if (state.documentCount < MANY_DOCUMENTS) return;
  await stopScripts(state);
  await settle(state);
}

function notAnswered(): Error {
  return new Error("The page does not answer.");
}

/** Counted from `documentAt`. */
const SETTLE_BUDGET_MS = 10_000;
const POLL_MS = 50;
/** More documents than a page loads on its way to its content. */
const MANY_DOCUMENTS = 5;
/** After this many documents, `settle` stops waiting. */
const MAX_DOCUMENTS = 10;
