import { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/timeout";
import type { ImageFormat } from "../../schemas/options";
import { isConnectionQuiet } from "../sessions/liveness";
import { DrawingFailed, pageTooBusy } from "../sessions/losses";
import type { CaptureState } from "../state";
import { DocumentReplaced } from "../waits/document-replaced";
import type { Clip } from "./picture";

/** The parameters of `Page.captureScreenshot`. */
interface ScreenshotRequest {
  /**
   * Whether Chromium shows more of the page than the window for this screenshot. It does not wait until the frames of
   * other sites are drawn again. On a busy machine they can be blank.
   */
  captureBeyondViewport: boolean;
  format: ImageFormat;
  clip: Clip & { scale: number };
  quality?: number;
  optimizeForSpeed?: boolean;
}

/**
 * Takes one screenshot of the page, as base64.
 *
 * @throws DocumentReplaced when the page navigated to another document meanwhile.
 * @throws DrawingFailed when the browser does not finish the screenshot.
 */
export async function takeScreenshot(
  state: CaptureState,
  shot: ScreenshotRequest,
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
