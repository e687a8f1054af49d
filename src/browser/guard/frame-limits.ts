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
    // `frameAttached` normally comes before a frame's request. This counts a frame whose `frameAttached` is late: the
    // browser process reports requests also while a script keeps the page's process busy.
    session.on("Network.requestWillBeSent", ({ type: kind, frameId }) => {
      if (kind === "Document" && frameId) frames.add(frameId, session);
    });
    session.on("Page.frameDetached", ({ frameId, reason }) => {
      // "swap": the frame moved to another process.
      if (reason === "remove") frames.remove(frameId);
    });
    // For a frame in another process DevTools sends no `frameDetached`, only the end of its target.
    session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) =>
      frames.move(targetInfo.targetId, sessionId),
    );
    session.on("Target.detachedFromTarget", ({ sessionId }) => frames.removeAllOf(sessionId));
    session.on("Page.frameRequestedNavigation", ({ frameId, disposition }) => {
      if (disposition === "currentTab") frames.countNavigation(frameId);
    });
    session.on("Page.frameNavigated", ({ frame }) => {
      if (!frame.parentId) frames.clear();
      // A refused frame shows an error page of the browser.
      if (frame.unreachableUrl || !/^https?:/.test(frame.url)) return;
      countHost(state, new URL(frame.url).hostname);
    });
    await session.send("Page.enable");
  };
}

function createFrameCounter({ mainFrameId, fail }: CaptureState) {
  /** Current frames: frame id → id of the session that reports it. */
  const sessions = new Map<string, string>();
  const navigations = new Map<string, number>();
  const seen = new Set<string>();
  return {
    add(frameId: string, session: CDPSession): void {
      // A request may be reported after its frame was removed.
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
    removeAllOf(ended: string): void {
      for (const [frameId, sessionId] of sessions) {
        if (sessionId === ended) sessions.delete(frameId);
      }
    },
    clear: () => sessions.clear(),
    countNavigation(frameId: string): void {
      const count = (navigations.get(frameId) ?? 0) + 1;
      navigations.set(frameId, count);
      if (frameId !== mainFrameId && count > MAX_NAVIGATIONS) {
        fail(pageTooBusy(`it navigated a frame more than ${MAX_NAVIGATIONS} times`));
      }
    },
  };
}

/** More than ordinary pages have. Each frame costs the browser milliseconds, and its other pages wait meanwhile. */
const MAX_FRAMES = 100;
const MAX_FRAMES_SEEN = 300;
/** For each frame. */
const MAX_NAVIGATIONS = 30;
