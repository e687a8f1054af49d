import { within } from "../../lib/within";
import { evaluate } from "../evaluate";
import { isLeftBehind } from "../left-behind";
import { addStyle } from "../page/style";
import type { Stage } from "../stage";
import { goTo } from "../steps/navigate";
import { settle } from "../steps/settle";
import { mayNavigate } from "./navigation";

/** Goes to another address. */
export async function redirect(stage: Stage, url: string): Promise<void> {
  await goTo(stage, url);
  await settle(stage);
}

/** Runs JavaScript in the page, and waits a while for the promise it may end in; an error in it is a failure. */
export async function javascript(stage: Stage, script: string): Promise<void> {
  await mayNavigate(stage, async () => {
    const running = stage.page.evaluate(script).catch((error: Error) => {
      // It led to another page, which is no error of the script.
      if (!isLeftBehind(error)) throw error;
    });
    await within(PROMISE_TIMEOUT_MS, running, () => new StillRunning()).catch((error: unknown) => {
      if (!(error instanceof StillRunning)) throw error;
    });
  });
}

class StillRunning extends Error {}

const PROMISE_TIMEOUT_MS = 5_000;

/** Adds CSS to the page. */
export async function css({ page }: Stage, style: string): Promise<void> {
  await evaluate(page, addStyle, style);
}
