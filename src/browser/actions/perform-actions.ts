import { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/timeout";
import type { Action } from "../../schemas/actions";
import type { CaptureState } from "../state";
import { waitForSelector } from "../waits/selector";
import { change } from "./change";
import { checkbox, select, textField } from "./form-fields";
import { click, hover } from "./mouse";
import { redirect } from "./redirect";
import { submit } from "./submit";
import { css, javascript } from "./user-code";

/** Performs the user's actions in order. The first one that fails ends the capture with its index and selector. */
export async function performActions(state: CaptureState): Promise<void> {
  for (const [index, action] of (state.options.multi_step_actions ?? []).entries()) {
    state.activity = `performing action ${index} (${action.type})`;
    await perform(state, action, index).catch((error: unknown) => {
      throw failedAction(error, action, index);
    });
    // Navigations of the user's actions do not count as navigations of the page itself.
    state.documentCount = 0;
  }
}

async function perform(state: CaptureState, action: Action, index: number): Promise<void> {
  switch (action.type) {
    case "click":
      return click(state, action.selector);
    case "hover":
      return hover(state, action.selector);
    case "change":
      return change(state, action, index);
    case "redirect":
      return redirect(state, action.value);
    case "javascript":
      return javascript(state, action.value);
    case "css":
      return css(state, action.value);
    case "text_field":
      return textField(state, action);
    case "select":
      return select(state, action);
    case "checkbox":
      return checkbox(state, action);
    case "submit":
      return submit(state);
    case "wait":
      return sleep(action.value);
    case "wait_for_selector":
      return waitForSelector(state, action.selector, WAIT_FOR_TIMEOUT_MS);
  }
}

const WAIT_FOR_TIMEOUT_MS = 15_000;

/** Turns an error of an action into `action_failed`. A `blocked_address` of the guard stays as it is. */
function failedAction(error: unknown, action: Action, index: number): CaptureFailure {
  if (error instanceof CaptureFailure && error.reason === "blocked_address") return error;
  const selector = "selector" in action ? ` on ${action.selector}` : "";
  const cause = error instanceof Error ? error : new Error(String(error));
  const why = error instanceof CaptureFailure ? error.note : firstLine(cause.message);
  const note = `Action ${index} (${action.type}${selector}) failed: ${why}`;
  return new CaptureFailure("action_failed", note, { cause });
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").slice(0, 300);
}
