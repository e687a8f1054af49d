import { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/within";
import type { Action } from "../../schemas/actions";
import { change } from "../actions/change";
import { checkbox, select, textField } from "../actions/fields";
import { click, hover } from "../actions/mouse";
import { css, javascript, redirect } from "../actions/page";
import { submit } from "../actions/submit";
import type { Stage } from "../stage";
import { appears } from "./waits";

/** Does the user's actions in their order; the first that fails ends the capture with its index and selector. */
export async function performActions(stage: Stage): Promise<void> {
  for (const [index, action] of (stage.options.multi_step_actions ?? []).entries()) {
    stage.doing = `doing action ${index} (${action.type})`;
    await perform(stage, action, index).catch((error: unknown) => {
      throw failedAction(error, action, index);
    });
    // Where the user's actions lead, the page did not go by itself.
    stage.documents = 0;
  }
}

async function perform(stage: Stage, action: Action, index: number): Promise<void> {
  switch (action.type) {
    case "click":
      return click(stage, action.selector);
    case "hover":
      return hover(stage, action.selector);
    case "change":
      return change(stage, action, index);
    case "redirect":
      return redirect(stage, action.value);
    case "javascript":
      return javascript(stage, action.value);
    case "css":
      return css(stage, action.value);
    case "text_field":
      return textField(stage, action);
    case "select":
      return select(stage, action);
    case "checkbox":
      return checkbox(stage, action);
    case "submit":
      return submit(stage);
    case "wait":
      return sleep(action.value);
    case "wait_for_selector":
      return appears(stage, action.selector, WAIT_FOR_TIMEOUT_MS);
  }
}

const WAIT_FOR_TIMEOUT_MS = 15_000;

/** What the guard refused stays what it is; every other failure is the action's. */
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
