import { withTimeout } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import { addStyle } from "../page/style";
import type { CaptureState } from "../state";
import { isDocumentReplaced } from "../waits/document-replaced";
import { runAndWaitForNavigation } from "../waits/navigation";

/**
 * Runs JavaScript in the page, and waits up to 5 seconds for the promise that it may return. An error in the script fails
 * the action.
 */
export async function javascript(state: CaptureState, script: string): Promise<void> {
  await runAndWaitForNavigation(state, async () => {
    const running = state.page.evaluate(script).catch((error: Error) => {
      // The script navigated to another page, which is not an error.
      if (!isDocumentReplaced(error)) throw error;
    });
    await withTimeout(PROMISE_TIMEOUT_MS, running, () => new StillRunning()).catch(
      (error: unknown) => {
        if (!(error instanceof StillRunning)) throw error;
      },
    );
  });
}

class StillRunning extends Error {}

const PROMISE_TIMEOUT_MS = 5_000;

/** Adds CSS to the page. */
export async function css({ page }: CaptureState, style: string): Promise<void> {
  await evaluate(page, addStyle, style);
}
