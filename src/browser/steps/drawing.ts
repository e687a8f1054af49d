import { sleep } from "../../lib/within";
import { evaluate } from "../evaluate";
import { dropPendingStyles, hasBody, isDrawn } from "../page/drawing";
import type { Stage } from "../stage";

/**
 * A page is not drawn, and a picture of it waits for ever, before its style sheets and the scripts in its head are
 * there. What has not come by now is given up: the style sheets first, then everything.
 */
export async function drawWithoutPending(stage: Stage): Promise<void> {
  const { page, client, mainFrameId: frameId } = stage;
  stage.doing = "waiting for the page to be drawn";
  if (await evaluate(page, isDrawn)) return;
  await evaluate(page, dropPendingStyles);
  if (await isDrawnSoon(stage)) return;
  await client.send("Page.stopLoading");
  if (await evaluate(page, hasBody)) return;
  // Chromium draws no document without a body, and takes one only from its own parser.
  await client.send("Page.setDocumentContent", { frameId, html: "<body>" });
}

async function isDrawnSoon({ page }: Stage): Promise<boolean> {
  const giveUpAt = Date.now() + DRAWING_MS;
  while (Date.now() < giveUpAt) {
    if (await evaluate(page, isDrawn)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

const DRAWING_MS = 500;
const POLL_MS = 50;
