import { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/timeout";
import type { ImageFormat } from "../../schemas/options";
import { evaluate } from "../evaluate";
import { windowContains } from "../page/measure";
import { isConnectionQuiet } from "../sessions/liveness";
import { DrawingFailed, pageTooBusy } from "../sessions/losses";
import type { CaptureState } from "../state";
import { DocumentReplaced } from "../waits/document-replaced";
import type { Clip } from "./picture";

/** The parameters of `Page.captureScreenshot`. */
interface ScreenshotRequest {
  format: ImageFormat;
  clip: Clip & { scale: number };
  quality?: number;
  optimizeForSpeed?: boolean;
}

/**
 * Takes one screenshot of the page, as base64. Chromium resizes the page for a screenshot beyond the viewport, and does
 * not wait until frames of other sites are drawn again: on a busy machine they can be blank. So it does that only if a
 * part of the clip is outside the window, also after a page has scrolled itself during the screenshot.
 *
 * @throws DocumentReplaced when the page navigated to another document meanwhile.
 * @throws DrawingFailed when the browser does not finish the screenshot.
 */
export async function takeScreenshot(
  state: CaptureState,
  shot: ScreenshotRequest,
): Promise<string> {
  const isInWindow = () => evaluate(state.page, windowContains, shot.clip);
  if (await isInWindow()) {
    const screenshot = await shoot(state, { ...shot, captureBeyondViewport: false });
    if (await isInWindow()) return screenshot;
  }
  return shoot(state, { ...shot, captureBeyondViewport: true });
}

async function shoot(
  state: CaptureState,
  shot: ScreenshotRequest & { captureBeyondViewport: boolean },
): Promise<string> {
  const { client, workspace, documentCount } = state;
  const taking = client.send("Page.captureScreenshot", shot);
  let isTaken = false;
  const failWhenStalled = async (): Promise<never> => {
    const giveUpAt = Date.now() + stallTimeoutMs(workspace.shotPixels);
    for (let replacedMs = 0; Date.now() < giveUpAt && !isTaken; await sleep(POLL_MS)) {
      // If the page navigates during the screenshot, the browser may never answer.
      if (state.documentCount > documentCount) replacedMs += POLL_MS;
      if (replacedMs > DOCUMENT_REPLACED_MS) throw new DocumentReplaced();
    }
    // While no message arrives, the picture may be in transfer. `watchConnection` ends this wait.
    while (!isTaken && isConnectionQuiet(workspace)) await sleep(POLL_MS);
    throw drawingTimedOut();
  };
  try {
    const { data } = await Promise.race([taking, failWhenStalled()]);
    return workspace.transport.pictureOf(data);
  } catch (error) {
    throw isGraphicsFailure(error) ? graphicsCrashed(error) : error;
  } finally {
    isTaken = true;
  }
}

const POLL_MS = 250;
const DOCUMENT_REPLACED_MS = 1_000;

/** A screenshot of an ordinary window takes less than a second. The rest is a margin for a busy machine. */
const STALL_TIMEOUT_MS = 8_000;
const PIXELS_PER_MS = 4_000;

function stallTimeoutMs(pixels: number): number {
  return STALL_TIMEOUT_MS + pixels / PIXELS_PER_MS;
}

function drawingTimedOut(): DrawingFailed {
  return new DrawingFailed(pageTooBusy("its picture was not drawn in time"));
}

/** Whether the graphics process crashed during the screenshot. */
function isGraphicsFailure(error: unknown): boolean {
  return error instanceof Error && error.message.includes("Unable to capture screenshot");
}

function graphicsCrashed(cause: unknown): DrawingFailed {
  const note = "The page crashed the browser's graphics process.";
  return new DrawingFailed(new CaptureFailure("page_crashed", note), { cause });
}
