import type { CDPSession } from "@cloudflare/puppeteer";
import { countHost } from "../frame-hosts";
import { pageTooBusy } from "../losses";
import type { Stage } from "../stage";
import { isDocument, type TargetType } from "../targets";

/** Counts the frames of a page, and the hosts that they show. */
export function frameWatchOf(stage: Stage) {
  const frames = new Set<string>();
  return async (session: CDPSession, type: TargetType): Promise<void> => {
    if (!isDocument(type)) return;
    session.on("Page.frameAttached", ({ frameId }) => {
      frames.add(frameId);
      if (frames.size > MAX_FRAMES) {
        stage.fail(pageTooBusy(`it has more than ${MAX_FRAMES} frames at a time`));
      }
    });
    session.on("Page.frameDetached", ({ frameId, reason }) => {
      // A frame that gets another process is not gone.
      if (reason === "remove") frames.delete(frameId);
    });
    session.on("Page.frameNavigated", ({ frame }) => {
      // What was refused shows an error of the browser.
      if (frame.unreachableUrl || !/^https?:/.test(frame.url)) return;
      countHost(stage, new URL(frame.url).hostname);
    });
    await session.send("Page.enable");
  };
}

/** More than a page has that people read. */
const MAX_FRAMES = 200;
