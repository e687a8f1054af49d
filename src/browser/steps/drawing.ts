import { sleep } from "../../lib/within";
import { addMissingBody, dropPendingStyles, isDrawn } from "../page/drawing";
import type { Stage } from "../stage";

/**
 * A page is not drawn, and a picture of it waits for ever, before its style sheets and the scripts in its head are
 * there. What has not come by now is given up: the style sheets first, then everything.
 */
export async function drawWithoutPending(stage: Stage): Promise<void> {
  const { page, client } = stage;
  stage.doing = "waiting for the page to be drawn";
  if (await page.evaluate(isDrawn)) return;
  await page.evaluate(dropPendingStyles);
  if (await isDrawnSoon(stage)) return;
  await client.send("Page.stopLoading");
  await page.evaluate(addMissingBody);
}

async function isDrawnSoon({ page }: Stage): Promise<boolean> {
  const giveUpAt = Date.now() + DRAWING_MS;
  while (Date.now() < giveUpAt) {
    if (await page.evaluate(isDrawn)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

const DRAWING_MS = 500;
const POLL_MS = 50;
