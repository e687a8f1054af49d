import { CaptureFailure } from "../../errors";
import type { ChangeAction } from "../../schemas/actions";
import { visibleText } from "../page/text";
import type { Stage } from "../stage";
import { appears } from "../steps/waits";
import { ELEMENT_TIMEOUT_MS } from "./mouse";

/** Notes the visible text of the first match, waited for a while; a missing one is noted as such. */
export async function change(stage: Stage, action: ChangeAction, index: number): Promise<void> {
  const found = await appears(stage, action.selector, ELEMENT_TIMEOUT_MS).then(
    () => true,
    (error: unknown) => {
      if (error instanceof CaptureFailure && !/not a valid/.test(error.note)) return false;
      throw error;
    },
  );
  const value = found ? await stage.page.evaluate(visibleText, action.selector) : null;
  stage.seen.push({ index, action, value });
}
