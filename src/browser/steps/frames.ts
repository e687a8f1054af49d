import type { CDPSession } from "@cloudflare/puppeteer";
import { pageTooBusy } from "../losses";
import type { Stage } from "../stage";
import { isDocument, type TargetType } from "../targets";

/** Counts the frames of a page, and the hosts that they show: each host may be a process of its own. */
export function frameWatchOf({ fail }: Stage) {
  let frames = 0;
  const hosts = new Set<string>();
  return async (session: CDPSession, type: TargetType): Promise<void> => {
    if (!isDocument(type)) return;
    session.on("Page.frameAttached", () => {
      frames += 1;
      if (frames > MAX_FRAMES) fail(pageTooBusy(`it opened more than ${MAX_FRAMES} frames`));
    });
    session.on("Page.frameRequestedNavigation", ({ url }) => {
      if (URL.canParse(url)) hosts.add(new URL(url).host);
      if (hosts.size > MAX_HOSTS) fail(pageTooBusy(`its frames show more than ${MAX_HOSTS} hosts`));
    });
    await session.send("Page.enable");
  };
}

/** More than a page has that people read. */
const MAX_FRAMES = 200;
/** A page full of advertisements has about twenty. */
const MAX_HOSTS = 32;
