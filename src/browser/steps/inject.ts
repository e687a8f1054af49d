import { withTimeout } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import { addStyle } from "../page/style";
import type { CaptureState } from "../state";
import { runAndWaitForNavigation } from "../waits/navigation";
import { settle } from "../waits/settle";

/** Adds the user's CSS to the page, and waits for the fonts that it loads. */
export async function injectCss(state: CaptureState): Promise<void> {
  const { css_inject: style } = state.options;
  if (!style) return;
  await evaluate(state.page, addStyle, style);
  await settle(state);
}

/**
 * Runs the user's JavaScript in the page, and waits up to 5 seconds for the promise that it may return. The picture is
 * taken even when the script throws, as with a script of the page itself.
 */
export async function injectJs(state: CaptureState): Promise<void> {
  const { js_inject: script } = state.options;
  if (!script) return;
  state.activity = "running js_inject";
  // The script may navigate, or add images.
  await runAndWaitForNavigation(state, () => {
    const running = state.page.evaluate(script);
    return withTimeout(PROMISE_TIMEOUT_MS, running, () => new Error("still running")).catch(
      () => undefined,
    );
  });
}

const PROMISE_TIMEOUT_MS = 5_000;
