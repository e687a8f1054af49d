import { pageTooBusy } from "../sessions/losses";
import type { CaptureState } from "../state";
import { isDocumentReplaced } from "./document-replaced";
import { settle, stopScripts } from "./settle";

/**
 * Runs a step, and runs it again on the new document when the page navigates meanwhile. After two failures the page's
 * scripts are stopped.
 *
 * @throws CaptureFailure `page_too_busy` after ten failures.
 */
export async function retryAfterNavigation<T>(
  state: CaptureState,
  step: (state: CaptureState) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      if (tries > 1) await settle(state);
      return await step(state);
    } catch (error) {
      if (!isDocumentReplaced(error)) throw error;
      if (tries === MAX_TRIES) throw pageTooBusy(KEEPS_NAVIGATING, { cause: error });
      if (tries >= TRIES_WITH_SCRIPTS) await stopScripts(state);
    }
  }
}

const TRIES_WITH_SCRIPTS = 2;
const MAX_TRIES = 10;
const KEEPS_NAVIGATING = `it navigated to another document ${MAX_TRIES} times in a row`;
