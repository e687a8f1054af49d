import { sleep } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import { clickElement } from "../page/element";
import { chooseOption, isChecked, prepareField, setFieldValue } from "../page/form-fields";
import type { CaptureState } from "../state";
import { runAndWaitForNavigation } from "../waits/navigation";
import { waitForSelector } from "../waits/selector";
import { ELEMENT_TIMEOUT_MS } from "./mouse";

/** Replaces the text of a field as if a user typed it, so that frameworks get the events they listen to. */
export async function textField(
  state: CaptureState,
  { selector, value }: { selector: string; value: string },
): Promise<void> {
  const { page } = state;
  await waitForSelector(state, selector, ELEMENT_TIMEOUT_MS);
  state.lastTouchedSelector = selector;
  state.lastWrittenSelector = selector;
  const kind = await evaluate(page, prepareField, selector);
  if (kind === "none") throw new Error("it is no field that text can be written into.");
  if (kind === "set") {
    await evaluate(page, setFieldValue, selector, value);
    return;
  }
  if (value === "") {
    await page.keyboard.press("Backspace");
    return;
  }
  // Insert the text at once, except for the last character: for that, press the real keys.
  const last = Array.from(value).at(-1) ?? "";
  const isKey = last >= " ";
  const before = isKey ? value.slice(0, -last.length) : value;
  if (before) await page.keyboard.sendCharacter(before);
  if (isKey) await page.keyboard.type(last);
}

/** Chooses an option by its value, else by its label. */
export async function select(
  state: CaptureState,
  { selector, value }: { selector: string; value: string },
): Promise<void> {
  await waitForSelector(state, selector, ELEMENT_TIMEOUT_MS);
  state.lastTouchedSelector = selector;
  await runAndWaitForNavigation(state, async () => {
    const problem = await evaluate(state.page, chooseOption, selector, value);
    if (problem) throw new Error(problem);
  });
}

/** Sets a checkbox, a radio button or a switch. Does nothing when it already has this state. */
export async function checkbox(
  state: CaptureState,
  { selector, value }: { selector: string; value: boolean },
): Promise<void> {
  await waitForSelector(state, selector, ELEMENT_TIMEOUT_MS);
  state.lastTouchedSelector = selector;
  const checked = await evaluate(state.page, isChecked, selector);
  if (checked === null) throw new Error("it is no checkbox.");
  if (checked === value) return;
  const before = state.documentAt;
  await runAndWaitForNavigation(state, () => evaluate(state.page, clickElement, selector));
  // A framework may update a switch a moment later. After a navigation there is nothing to check.
  for (const giveUpAt = Date.now() + STATE_TIMEOUT_MS; state.documentAt === before; ) {
    if ((await evaluate(state.page, isChecked, selector)) === value) return;
    if (Date.now() > giveUpAt) throw new Error(`a click did not set it to ${value}.`);
    await sleep(POLL_MS);
  }
}

const STATE_TIMEOUT_MS = 1_000;
const POLL_MS = 25;
