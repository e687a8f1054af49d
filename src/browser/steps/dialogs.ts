import type { CaptureState } from "../state";

/** Answers dialogs, which would hold the page up: leaving is allowed, nothing else is agreed to. */
export async function dismissDialogs({ page }: CaptureState): Promise<void> {
  page.on("dialog", (dialog) => {
    const answer = dialog.type() === "beforeunload" ? dialog.accept() : dialog.dismiss();
    answer.catch(() => undefined);
  });
}
