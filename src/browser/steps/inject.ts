import { within } from "../../lib/within";
import { addStyle } from "../page/style";
import type { Stage } from "../stage";
import { settle } from "./settle";

/** Adds the user's CSS to the page. */
export async function injectCss({ page, options }: Stage): Promise<void> {
  if (options.css_inject) await page.evaluate(addStyle, options.css_inject);
}

/**
 * Runs the user's JavaScript in the page and waits a while for the promise it may end in. As with a script of the
 * page's own, an error in it does not keep the picture from being taken.
 */
export async function injectJs(stage: Stage): Promise<void> {
  const { js_inject: script } = stage.options;
  if (!script) return;
  stage.doing = "running js_inject";
  const running = stage.page.evaluate(script).catch(() => undefined);
  await within(PROMISE_TIMEOUT_MS, running, () => new Error("still running")).catch(
    () => undefined,
  );
  // It may have led to another page, or to new images.
  await settle(stage);
}

const PROMISE_TIMEOUT_MS = 5_000;
