import type { Stage } from "../stage";

/** Closes windows that the page opens: nobody sees them, and nothing watches what they ask for. */
export async function closePopups({ context, page }: Stage): Promise<void> {
  context.on("targetcreated", (target) => {
    if (target.type() !== "page" || target === page.target()) return;
    target
      .page()
      .then((popup) => popup?.close())
      .catch(() => undefined);
  });
}
