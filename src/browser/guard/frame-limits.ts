import type { CDPSession } from "@cloudflare/puppeteer";
import { pageTooBusy } from "../sessions/losses";
import type { CaptureState } from "../state";
import { countHost } from "./frame-hosts";
import { isDocument, type TargetType } from "./targets";

/** Ends the capture of a page with too many frames or navigations of frames, or with frames of too many hosts. */
export function createFrameLimits(state: CaptureState) {
  const frames = createFrameCounter(state);
  return async (session: CDPSession, type: TargetType): Promise<void> => {
    if (!isDocument(type)) return;
    session.on("Page.frameAttached", ({ frameId }) => frames.add(frameId, session));
    // While a script runs, the page's process reports no frames. The browser process reports their requests.
    session.on("Network.requestWillBeSent", ({ type: kind, frameId }) => {
      if (kind === "Document" && frameId) frames.add(frameId, session);
    });
    session.on("Page.frameDetached", ({ frameId, reason }) => {
      // A frame that gets another process is not gone.
      if (reason === "remove") frames.remove(frameId);
    });
    // Of a frame in another process only its target's end is told.
    session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) =>
      frames.move(targetInfo.targetId, sessionId),
    );
    session.on("Target.detachedFromTarget", ({ sessionId }) => frames.removeAllOf(sessionId));
    session.on("Page.frameRequestedNavigation", ({ frameId, disposition }) => {
      if (disposition === "currentTab") frames.countNavigation(frameId);
    });
    session.on("Page.frameNavigated", ({ frame }) => {
      if (!frame.parentId) frames.removeAll();
      // What was refused shows an error of the browser.
      if (frame.unreachableUrl || !/^https?:/.test(frame.url)) return;
      countHost(state, new URL(frame.url).hostname);
    });
    await session.send("Page.enable");
  };
}

function createFrameCounter({ mainFrameId, fail }: CaptureState) {
  /** The session that reports each frame that is there now. */
  const sessions = new Map<string, string>();
  const navigations = new Map<string, number>();
  const seen = new Set<string>();
  const removeWhere = (isGone: (sessionId: string) => boolean) => {
    for (const [frameId, sessionId] of sessions) if (isGone(sessionId)) sessions.delete(frameId);
  };
  return {
    add(frameId: string, session: CDPSession): void {
      // Requests may be reported after their frame has gone.
      if (frameId === mainFrameId || seen.has(frameId)) return;
      sessions.set(frameId, session.id());
      seen.add(frameId);
      if (sessions.size > MAX_FRAMES) {
        fail(pageTooBusy(`it has more than ${MAX_FRAMES} frames at a time`));
      } else if (seen.size > MAX_FRAMES_SEEN) {
        fail(pageTooBusy(`it had more than ${MAX_FRAMES_SEEN} frames`));
      }
    },
    move(frameId: string, sessionId: string): void {
      if (sessions.has(frameId)) sessions.set(frameId, sessionId);
    },
    remove: (frameId: string) => sessions.delete(frameId),
    removeAllOf: (gone: string) => removeWhere((sessionId) => sessionId === gone),
    removeAll: () => removeWhere(() => true),
    countNavigation(frameId: string): void {
      const count = (navigations.get(frameId) ?? 0) + 1;
      navigations.set(frameId, count);
      if (frameId !== mainFrameId && count > MAX_NAVIGATIONS) {
        fail(pageTooBusy(`it navigated a frame more than ${MAX_NAVIGATIONS} times`));
      }
    },
  };
}

/** More than a page has that people read. Each frame costs the browser milliseconds that its other pages wait for. */
const MAX_FRAMES = 100;
const MAX_FRAMES_SEEN = 300;
/** Of one frame. */
const MAX_NAVIGATIONS = 30;
