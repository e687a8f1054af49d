import type { ChangeAction } from "../../schemas/actions";
import { evaluate } from "../evaluate";
import { visibleText } from "../page/text";
import type { CaptureState } from "../state";
import { selectorAppears } from "../waits/selector";
import { ELEMENT_TIMEOUT_MS } from "./mouse";

/** Records the visible text of the first match, or null when none appears in time. */
export async function change(
  state: CaptureState,
  action: ChangeAction,
  index: number,
): Promise<void> {
  const isThere = await selectorAppears(state, action.selector, ELEMENT_TIMEOUT_MS);
  const value = isThere ? await evaluate(state.page, visibleText, action.selector) : null;
  state.seen.push({ index, action, value });
}
