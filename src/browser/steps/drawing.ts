import type { CDPSession, Frame } from "@cloudflare/puppeteer";
import { sleep, withTimeout } from "../../lib/timeout";
import { callOnFrameOwner, evaluate, evaluateInFrame } from "../evaluate";
import { canBeSeen, hasBody, isDrawn, removePendingStyles, whenDrawn } from "../page/drawing";
import type { CaptureState } from "../state";

/**
 * Makes the browser draw a page that still waits for resources. Chromium draws no page, and finishes no screenshot of
 * it, before its style sheets and the scripts in its head are loaded. First the pending style sheets are removed, then
 * loading is stopped.
 */
export async function forceDrawing(state: CaptureState): Promise<void> {
  const { page, client, mainFrameId: frameId } = state;
  state.activity = "waiting for the page to be drawn";
  if (await evaluate(page, isDrawn)) return;
  await evaluate(page, removePendingStyles);
  if (await becomesDrawn(state)) return;
  await client.send("Page.stopLoading");
  if (await evaluate(page, hasBody)) return;
  // Chromium draws no document without a body, and only its own parser can add one.
  await client.send("Page.setDocumentContent", { frameId, html: "<body>" });
}

async function becomesDrawn({ page }: CaptureState): Promise<boolean> {
  const giveUpAt = Date.now() + DRAWING_MS;
  while (Date.now() < giveUpAt) {
    if (await evaluate(page, isDrawn)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

const DRAWING_MS = 500;
const POLL_MS = 50;

/**
 * Waits until the visible frames of other sites are drawn, two seconds at most. Their own processes draw them, and a
 * picture leaves a frame blank that has not been drawn yet.
 */
export async function waitForDrawnFrames(state: CaptureState): Promise<void> {
  state.activity = "waiting for the page's frames to be drawn";
  const drawing = Promise.allSettled(
    state.page.frames().filter(hasOwnProcess).map(waitForDrawnFrame),
  );
  await withTimeout(DRAWN_MS, drawing, () => new Error("A frame is busy.")).catch(() => undefined);
}

/** Waits until the page has been drawn in its current state, two seconds at most. */
export async function waitForDrawing({ page }: CaptureState): Promise<void> {
  const drawing = evaluate(page, whenDrawn);
  await withTimeout(DRAWN_MS, drawing, () => new Error("The page is busy.")).catch(() => undefined);
}

const DRAWN_MS = 2_000;

/** Whether a frame has its own process: then puppeteer uses its own client for it. */
function hasOwnProcess(frame: Frame): boolean {
  const parent = frame.parentFrame();
  return parent !== null && internals(frame).client !== internals(parent).client;
}

async function waitForDrawnFrame(frame: Frame): Promise<void> {
  const parent = frame.parentFrame();
  if (!parent) return;
  const asking = `function () { return (${canBeSeen})(this); }`;
  const isSeen = await callOnFrameOwner(internals(parent).client, internals(frame)._id, asking);
  if (!isSeen) return;
  await evaluateInFrame(frame, whenDrawn);
  // The document around the frame shows it only after it is drawn again.
  await evaluateInFrame(parent, whenDrawn);
}

/** Properties that are missing in puppeteer's types. */
function internals(frame: Frame) {
  return frame as unknown as { _id: string; client: CDPSession };
}
