import { within } from "../../lib/within";
import { mayNavigate } from "../actions/navigation";
import { evaluate } from "../evaluate";
import { addStyle } from "../page/style";
import type { Stage } from "../stage";
import { settle } from "./settle";

/** Adds the user's CSS to the page, and waits for the fonts it brings. */
export async function injectCss(stage: Stage): Promise<void> {
  const { css_inject: style } = stage.options;
  if (!style) return;
  await evaluate(stage.page, addStyle, style);
  await settle(stage);
}

/**
 * Runs the user's JavaScript in the page and waits a while for the promise it may end in. As with a script of the
 * page's own, an error in it does not keep the picture from being taken.
 */
export async function injectJs(stage: Stage): Promise<void> {
  const { js_inject: script } = stage.options;
  if (!script) return;
  stage.doing = "running js_inject";
  // It may lead to another page, or to new images.
  await mayNavigate(stage, () => {
    const running = stage.page.evaluate(script);
    return within(PROMISE_TIMEOUT_MS, running, () => new Error("still running")).catch(
      () => undefined,
    );
  });
}

const PROMISE_TIMEOUT_MS = 5_000;
