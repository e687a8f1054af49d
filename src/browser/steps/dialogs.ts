import type { CaptureState } from "../state";

/** Answers dialogs, because an open dialog blocks the page. Leaving the page is accepted, everything else dismissed. */
export async function dismissDialogs({ page }: CaptureState): Promise<void> {
  page.on("dialog", (dialog) => {
    const answer = dialog.type() === "beforeunload" ? dialog.accept() : dialog.dismiss();
    answer.catch(() => undefined);
  });
}
