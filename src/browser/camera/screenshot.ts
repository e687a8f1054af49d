import { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/timeout";
import type { ImageFormat } from "../../schemas/options";
import { isConnectionQuiet } from "../sessions/liveness";
import { DrawingFailed, pageTooBusy } from "../sessions/losses";
import type { CaptureState } from "../state";
import { DocumentReplaced } from "../waits/document-replaced";
import type { Clip } from "./picture";

/** What `Page.captureScreenshot` is asked for. */
interface ScreenshotRequest {
  format: ImageFormat;
  clip: Clip & { scale: number };
  quality?: number;
  optimizeForSpeed?: boolean;
}

/**
 * Takes one shot of the page, as base64. `LeftBehind` when the page went on to another document meanwhile,
 * `DrawingFailed` when the browser does not get it done.
 */
export async function takeScreenshot(
  state: CaptureState,
  shot: ScreenshotRequest,
): Promise<string> {
  const { client, workspace, documentCount } = state;
  const taking = client.send("Page.captureScreenshot", { captureBeyondViewport: true, ...shot });
  let isTaken = false;
  const stalling = async (): Promise<never> => {
    const giveUpAt = Date.now() + stallMs(workspace.shotPixels);
    for (let leftMs = 0; Date.now() < giveUpAt && !isTaken; await sleep(POLL_MS)) {
      // A shot that meets the next document may never be answered.
      if (state.documentCount > documentCount) leftMs += POLL_MS;
      if (leftMs > DOCUMENT_REPLACED_MS) throw new DocumentReplaced();
    }
    // While nothing arrives, the picture may be on its way: `watchConnection` decides.
    while (!isTaken && isConnectionQuiet(workspace)) await sleep(POLL_MS);
    throw drawingTimedOut();
  };
  try {
    const { data } = await Promise.race([taking, stalling()]);
    return workspace.transport.pictureOf(data);
  } catch (error) {
    throw isGraphicsFailure(error) ? graphicsCrashed(error) : error;
  } finally {
    isTaken = true;
  }
}

const POLL_MS = 250;
const DOCUMENT_REPLACED_MS = 1_000;

/** A shot of a usual window takes a fraction of a second; this leaves room for a busy machine. */
const STALL_MS = 8_000;
const PIXELS_PER_MS = 4_000;

function stallMs(pixels: number): number {
  return STALL_MS + pixels / PIXELS_PER_MS;
}

function drawingTimedOut(): DrawingFailed {
  return new DrawingFailed(pageTooBusy("its picture was not drawn in time"));
}

/** What Chromium answers when its graphics process died under the shot. */
function isGraphicsFailure(error: unknown): boolean {
  return error instanceof Error && error.message.includes("Unable to capture screenshot");
}

function graphicsCrashed(cause: unknown): DrawingFailed {
  const note = "The page crashed the browser's graphics process.";
  return new DrawingFailed(new CaptureFailure("page_crashed", note), { cause });
}
