import type { Frame } from "@cloudflare/puppeteer";
import { withTimeout } from "../../lib/timeout";
import { callOnFrameOwner } from "../evaluate";
import { findBlockedElements, hideElements, showPrehiddenPage } from "../page/hide-ads";
import type { CaptureState } from "../state";

/** Hides the empty boxes and broken images of blocked requests. It can run again. */
export async function hideBlockedFrames(state: CaptureState): Promise<void> {
  if (state.blockedUrls.size === 0) return;
  state.activity = "hiding blocked frames and images";
  await Promise.all([
    hideRedirectedFrames(state).catch(() => undefined),
    ...state.page.frames().map((frame) => hideBlockedIn(frame, [...state.blockedUrls])),
  ]);
}

/** Hides them in one frame. A frame that was removed or is busy is left unchanged. */
async function hideBlockedIn(frame: Frame, blockedUrls: string[]): Promise<void> {
  const hiding = async () => {
    await frame.evaluate(showPrehiddenPage);
    const found = await frame.evaluateHandle(findBlockedElements, blockedUrls);
    await frame.evaluate(hideElements, found);
  };
  await withTimeout(FRAME_TIMEOUT_MS, hiding(), () => new Error("busy")).catch(() => undefined);
}

/**
 * Hides frames that were blocked after a redirect. Only the browser knows which address they failed to load: Chromium
 * 147 reports the whole address, Chromium 153 only the origin.
 */
async function hideRedirectedFrames({ client, blockedUrls }: CaptureState): Promise<void> {
  const { frameTree } = await client.send("Page.getFrameTree");
  const origins = [...blockedUrls].map((url) => new URL("/", url).href);
  const blocked = new Set([...blockedUrls, ...origins]);
  for (const { id, unreachableUrl } of framesOf(frameTree)) {
    if (!unreachableUrl || !blocked.has(unreachableUrl)) continue;
    await callOnFrameOwner(client, id, `function () { (${hideElements})([this]); }`);
  }
}

interface FrameTree {
  frame: { id: string; unreachableUrl?: string };
  childFrames?: FrameTree[];
}

function framesOf({ frame, childFrames = [] }: FrameTree): FrameTree["frame"][] {
  return [frame, ...childFrames.flatMap(framesOf)];
}

const FRAME_TIMEOUT_MS = 1_000;
