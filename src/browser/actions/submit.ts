import { evaluate } from "../evaluate";
import { submitForm } from "../page/form-fields";
import type { CaptureState } from "../state";
import { mayNavigate } from "../waits/navigation";

/** Presses Enter in the field last written, or submits the form last touched. */
export async function submit(state: CaptureState): Promise<void> {
  const { page, written, touched } = state;
  await mayNavigate(state, async () => {
    const way = await evaluate(page, submitForm, written, touched);
    if (way === "none") throw new Error("there is no form to submit; write into a field first.");
    if (way === "enter") await page.keyboard.press("Enter");
  });
}
