import type { Frame } from "@cloudflare/puppeteer";
import { withTimeout } from "../../lib/timeout";
import { callOnFrameOwner } from "../evaluate";
import { findBlockedElements, hideElements, showPrehiddenPage } from "../page/hide-ads";
import type { CaptureState } from "../state";

/** Hides what blocked requests left behind: no grey box and no broken image is pictured. May be done again. */
export async function hideBlockedFrames(state: CaptureState): Promise<void> {
  if (state.blockedUrls.size === 0) return;
  state.activity = "hiding what blocked requests left";
  await Promise.all([
    hideRedirectedFrames(state).catch(() => undefined),
    ...state.page.frames().map((frame) => hideBlockedIn(frame, [...state.blockedUrls])),
  ]);
}

/** A frame may be gone meanwhile, or be busy: then it stays as it is. */
async function hideBlockedIn(frame: Frame, blockedUrls: string[]): Promise<void> {
  const hiding = async () => {
    await frame.evaluate(showPrehiddenPage);
    const found = await frame.evaluateHandle(findBlockedElements, blockedUrls);
    await frame.evaluate(hideElements, found);
  };
  await withTimeout(FRAME_TIMEOUT_MS, hiding(), () => new Error("busy")).catch(() => undefined);
}

/** A frame whose address was innocent until a redirect: only the browser knows what it failed to show. */
async function hideRedirectedFrames({ client, blockedUrls }: CaptureState): Promise<void> {
  const { frameTree } = await client.send("Page.getFrameTree");
  for (const { id, unreachableUrl } of framesOf(frameTree)) {
    if (!unreachableUrl || !blockedUrls.has(unreachableUrl)) continue;
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
