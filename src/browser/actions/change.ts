import type { ChangeAction } from "../../schemas/actions";
import { evaluate } from "../evaluate";
import { visibleText } from "../page/text";
import type { Stage } from "../stage";
import { isThereWithin } from "../steps/waits";
import { ELEMENT_TIMEOUT_MS } from "./mouse";

/** Notes the visible text of the first match, waited for a while; a missing one is noted as such. */
export async function change(stage: Stage, action: ChangeAction, index: number): Promise<void> {
  const isThere = await isThereWithin(stage, action.selector, ELEMENT_TIMEOUT_MS);
  const value = isThere ? await evaluate(stage.page, visibleText, action.selector) : null;
  stage.seen.push({ index, action, value });
}
