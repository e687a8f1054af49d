import { evaluate } from "../evaluate";
import { submitForm } from "../page/form-fields";
import type { CaptureState } from "../state";
import { runAndWaitForNavigation } from "../waits/navigation";

/** Presses Enter in the field that was last written into, or submits the form of the last element. */
export async function submit(state: CaptureState): Promise<void> {
  const { page, lastWrittenSelector, lastTouchedSelector } = state;
  await runAndWaitForNavigation(state, async () => {
    const way = await evaluate(page, submitForm, lastWrittenSelector, lastTouchedSelector);
    if (way === "none") throw new Error("there is no form to submit; write into a field first.");
    if (way === "enter") await page.keyboard.press("Enter");
  });
}
