import type { CDPSession } from "@cloudflare/puppeteer";
import { pageTooBusy } from "../sessions/losses";
import type { CaptureState } from "../state";
import { blockedAddress } from "./blocked-address";
import type { TargetType } from "./targets";

/**
 * Watches for windows that the page opens in spite of its restrictions. Nothing watches the requests of a window, so the
 * capture fails unless private addresses are allowed. The windows are closed with the capture's context.
 */
export function createPopupWatch({ policy, fail }: CaptureState) {
  let windows = 0;
  const onWindow = () => {
    windows += 1;
    if (windows > MAX_WINDOWS) fail(pageTooBusy(`it opened more than ${MAX_WINDOWS} windows`));
    if (policy.allowPrivateNetwork) return;
    const note = "The page opened a window, whose requests are not watched.";
    fail(blockedAddress(note));
  };
  return async (session: CDPSession, type: TargetType): Promise<void> => {
    if (type !== "page" && type !== "iframe") return;
    session.on("Page.windowOpen", onWindow);
    // For a link that is clicked with a modifier key or another button, Chromium sends only this event.
    session.on("Page.frameRequestedNavigation", ({ disposition }) => {
      if (disposition.startsWith("new")) onWindow();
    });
    await session.send("Page.enable");
  };
}

const MAX_WINDOWS = 10;
