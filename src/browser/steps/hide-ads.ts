import type { Frame } from "@cloudflare/puppeteer";
import { within } from "../../lib/within";
import { callOnOwner } from "../evaluate";
import { endPrehiding, hideElements, leftovers } from "../page/hide-ads";
import type { Stage } from "../stage";

/** Hides what blocked requests left behind: no grey box and no broken image is pictured. May be done again. */
export async function hideBlockedFrames(stage: Stage): Promise<void> {
  if (stage.blockedUrls.size === 0) return;
  stage.doing = "hiding what blocked requests left";
  await Promise.all([
    hideRedirectedFrames(stage).catch(() => undefined),
    ...stage.page.frames().map((frame) => hideIn(frame, [...stage.blockedUrls])),
  ]);
}

/** A frame may be gone meanwhile, or be busy: then it stays as it is. */
async function hideIn(frame: Frame, blockedUrls: string[]): Promise<void> {
  const hiding = async () => {
    await frame.evaluate(endPrehiding);
    const found = await frame.evaluateHandle(leftovers, blockedUrls);
    await frame.evaluate(hideElements, found);
  };
  await within(FRAME_TIMEOUT_MS, hiding(), () => new Error("busy")).catch(() => undefined);
}

/**
 * Hides frames that a redirect led to a blocked address: their own address does not tell. Of what such a frame failed
 * to load, Chromium 147 tells the whole address, Chromium 153 only the origin.
 */
async function hideRedirectedFrames({ client, blockedUrls }: Stage): Promise<void> {
  const { frameTree } = await client.send("Page.getFrameTree");
  const origins = [...blockedUrls].map((url) => new URL("/", url).href);
  const blocked = new Set([...blockedUrls, ...origins]);
  for (const { id, unreachableUrl } of framesOf(frameTree)) {
    if (!unreachableUrl || !blocked.has(unreachableUrl)) continue;
    await callOnOwner(client, id, `function () { (${hideElements})([this]); }`);
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
