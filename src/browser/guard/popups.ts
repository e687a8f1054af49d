import type { CDPSession } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../../errors";
import { pageTooBusy } from "../sessions/losses";
import type { CaptureState } from "../state";
import type { TargetType } from "./targets";

/**
 * Watches for windows that the page found a way to open. Nothing watches what they ask for: where private addresses
 * are closed there is no picture of such a page. They are closed with the capture's context.
 */
export function createPopupWatch({ policy, fail }: CaptureState) {
  let windows = 0;
  const onWindow = () => {
    windows += 1;
    if (windows > MAX_WINDOWS) fail(pageTooBusy(`it opened more than ${MAX_WINDOWS} windows`));
    if (policy.allowPrivateNetwork) return;
    const note = "The page opened a window, whose requests are not watched.";
    fail(new CaptureFailure("blocked_address", note));
  };
  return async (session: CDPSession, type: TargetType): Promise<void> => {
    if (type !== "page" && type !== "iframe") return;
    session.on("Page.windowOpen", onWindow);
    // Of a link clicked with a key or another button Chromium tells this only.
    session.on("Page.frameRequestedNavigation", ({ disposition }) => {
      if (disposition.startsWith("new")) onWindow();
    });
    await session.send("Page.enable");
  };
}

const MAX_WINDOWS = 10;
