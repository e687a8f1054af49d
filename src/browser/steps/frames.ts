import type { CDPSession } from "@cloudflare/puppeteer";
import { sleep, within } from "../../lib/within";
import { countHost } from "../frame-hosts";
import { pageTooBusy } from "../losses";
import type { Stage } from "../stage";
import { isDocument, type TargetType } from "../targets";

/** Counts the frames of a page, where they go, the hosts that they show, and those that never rest. */
export function frameWatchOf(stage: Stage) {
  const counted = frameCountOf(stage);
  const watchRest = restWatchOf(stage);
  return async (session: CDPSession, type: TargetType): Promise<void> => {
    if (!isDocument(type)) return;
    session.on("Page.frameAttached", ({ frameId }) => counted.add(frameId));
    // While a script runs on, its process tells nothing: what its frames ask for is told by the browser's own.
    session.on("Network.requestWillBeSent", ({ type: kind, frameId }) => {
      if (kind === "Document" && frameId) counted.add(frameId);
    });
    session.on("Page.frameRequestedNavigation", () => counted.navigated());
    session.on("Page.frameDetached", ({ frameId, reason }) => {
      // A frame that gets another process is not gone.
      if (reason === "remove") counted.remove(frameId);
    });
    session.on("Page.frameNavigated", ({ frame }) => {
      // What was refused shows an error of the browser.
      if (frame.unreachableUrl || !/^https?:/.test(frame.url)) return;
      countHost(stage, new URL(frame.url).hostname);
    });
    await session.send("Page.enable");
    if (type === "iframe") void watchRest(session);
  };
}

/** Ends the capture of a page with more frames than a page has, or whose frames go on and on. */
function frameCountOf({ fail }: Stage) {
  const present = new Set<string>();
  let seen = 0;
  let navigations = 0;
  return {
    add(frameId: string): void {
      if (present.has(frameId)) return;
      present.add(frameId);
      seen += 1;
      if (present.size > MAX_FRAMES) {
        fail(pageTooBusy(`it has more than ${MAX_FRAMES} frames at a time`));
      }
    },
    remove(frameId: string): void {
      present.delete(frameId);
    },
    navigated(): void {
      navigations += 1;
      // Each frame goes somewhere once.
      if (navigations - seen > MAX_NAVIGATIONS) {
        fail(pageTooBusy(`its frames went on to another address ${MAX_NAVIGATIONS} times`));
      }
    },
  };
}

/** More than a page has that people read; each costs the browser milliseconds that its other pages wait for. */
const MAX_FRAMES = 100;
const MAX_NAVIGATIONS = 50;

/** Asks frames that have a process of their own whether they answer; too many that do not end the capture. */
function restWatchOf({ fail }: Stage) {
  let busy = 0;
  /** Ends with the frame, or with the connection. */
  return async (session: CDPSession): Promise<void> => {
    for (; session.connection(); await sleep(ASK_MS)) {
      // A frame without a document refuses, which is an answer.
      const answer = session.send("Runtime.evaluate", { expression: "0" }).catch(() => undefined);
      if (await isQuick(answer)) continue;
      busy += 1;
      if (busy > MAX_BUSY_FRAMES) {
        fail(pageTooBusy(`more than ${MAX_BUSY_FRAMES} of its frames never rest`));
      }
      await answer;
      busy -= 1;
    }
  };
}

async function isQuick(answer: Promise<unknown>): Promise<boolean> {
  const inTime = within(BUSY_MS, answer, () => new Error("The frame is busy"));
  return inTime.then(
    () => true,
    () => false,
  );
}

/** Each of them keeps a processor from all other pages. */
const MAX_BUSY_FRAMES = 4;
const BUSY_MS = 2_000;
const ASK_MS = 500;
