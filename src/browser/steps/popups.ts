import { CaptureFailure } from "../../errors";
import type { Stage } from "../stage";

/**
 * Closes windows that the page found a way to open. Nothing watched what they asked for: where private addresses are
 * closed there is no picture of such a page.
 */
export async function closePopups(stage: Stage): Promise<void> {
  const { context, page, policy, fail } = stage;
  context.on("targetcreated", (target) => {
    if (target.type() !== "page" || target === page.target() || stage.isOpeningSheet) return;
    target
      .page()
      .then((popup) => popup?.close())
      .catch(() => undefined);
    if (policy.allowPrivateNetwork) return;
    const note = "The page opened a window, whose requests are not watched.";
    fail(new CaptureFailure("blocked_address", note));
  });
}
