import type { CDPSession } from "@cloudflare/puppeteer";
import { pageTooBusy } from "../losses";
import type { Stage } from "../stage";
import { isDocument, type TargetType } from "../targets";

/** Counts the frames of a page, and the hosts that they show: each host may be a process of its own. */
export function frameWatchOf({ fail }: Stage) {
  const frames = new Set<string>();
  const hosts = new Set<string>();
  return async (session: CDPSession, type: TargetType): Promise<void> => {
    if (!isDocument(type)) return;
    session.on("Page.frameAttached", ({ frameId }) => {
      frames.add(frameId);
      if (frames.size > MAX_FRAMES) {
        fail(pageTooBusy(`it has more than ${MAX_FRAMES} frames at a time`));
      }
    });
    session.on("Page.frameDetached", ({ frameId, reason }) => {
      // A frame that gets another process is not gone.
      if (reason === "remove") frames.delete(frameId);
    });
    session.on("Page.frameNavigated", ({ frame }) => {
      // What was refused shows an error of the browser.
      if (frame.unreachableUrl || !/^https?:/.test(frame.url)) return;
      hosts.add(new URL(frame.url).hostname);
      if (hosts.size > MAX_HOSTS) fail(pageTooBusy(`its frames show more than ${MAX_HOSTS} hosts`));
    });
    await session.send("Page.enable");
  };
}

/** More than a page has that people read. */
const MAX_FRAMES = 200;
/** A page full of advertisements has about twenty. */
const MAX_HOSTS = 32;
