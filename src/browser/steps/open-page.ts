import { CaptureFailure } from "../../errors";
import type { Workspace } from "../sessions/workspace";
import { type CaptureRequest, type CaptureState, initialState } from "../state";

/** The activity until the page is open. */
export const FIRST_ACTIVITY = "opening a page";

/** Opens a page in the context of a capture. */
export async function openPage(
  workspace: Workspace,
  { options, policy, alone = false }: CaptureRequest,
  fail: CaptureState["fail"],
): Promise<CaptureState> {
  const page = await workspace.context.newPage();
  page.once("error", () => fail(new CaptureFailure("page_crashed", "The page crashed.")));
  const client = await page.createCDPSession();
  const { frameTree } = await client.send("Page.getFrameTree");
  const mainFrameId = frameTree.frame.id;
  const activity = FIRST_ACTIVITY;
  return initialState({
    workspace,
    page,
    client,
    options,
    policy,
    alone,
    fail,
    mainFrameId,
    activity,
  });
}
