import type { Stage } from "../stage";

/** Closes windows that the page opens: nobody sees them, and nothing watches what they ask for. */
export async function closePopups(stage: Stage): Promise<void> {
  const { context, page } = stage;
  context.on("targetcreated", (target) => {
    if (target.type() !== "page" || target === page.target() || stage.isOpeningSheet) return;
    target
      .page()
      .then((popup) => popup?.close())
      .catch(() => undefined);
  });
}
