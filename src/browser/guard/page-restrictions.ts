import type { CDPSession } from "@cloudflare/puppeteer";
import { refusedUrlSource } from "../../lib/urls";
import { limitDevtoolsEvents } from "../page/devtools-events";
import { watchDocumentOpen } from "../page/document-open";
import { paceRequests } from "../page/pace";
import { closeWaysOut } from "../page/ways-out";
import { refuseWindows } from "../page/windows";
import { limitAudio, limitWorkers, refuseSharedWorkers } from "../page/workers";
import type { CaptureState } from "../state";
import type { TargetType } from "./targets";

/**
 * Takes from the scripts of a page, a frame or a worker what the guard cannot see, and the means to flood DevTools,
 * before the first of them runs.
 * Frames within a page's process have realms of their own: the browser runs a page's script in each of them.
 */
export function createPageRestrictions({ policy }: CaptureState) {
  const closing = call(closeWaysOut, refusedUrlSource(policy), !policy.allowPrivateNetwork);
  const inWorker = `${closing}\n${call(paceRequests, ...WORKER_PACE)}`;
  const inDocument = [
    closing,
    call(paceRequests, ...DOCUMENT_PACE),
    call(refuseSharedWorkers),
    call(limitWorkers, MAX_DOCUMENT_WORKERS),
    call(limitAudio, MAX_DOCUMENT_AUDIO),
    LISTENING,
  ].join("\n");

  return async (session: CDPSession, type: TargetType): Promise<void> => {
    if (type === "worker") {
      // The worker waits for the debugger: its scope is there, and none of its own scripts has run.
      const { exceptionDetails } = await session.send("Runtime.evaluate", { expression: inWorker });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
    } else {
      await session.send("Page.enable");
      await session.send("Page.addScriptToEvaluateOnNewDocument", {
        source: inDocument,
        runImmediately: true,
      });
    }
  };
}

/** Requests at once, and then milliseconds for each: more than scripts ask for while a page loads. */
const DOCUMENT_PACE = [250, 5] as const;
const WORKER_PACE = [50, 20] as const;
const MAX_DOCUMENT_WORKERS = 16;
/** As many as Chromium itself allowed for long; a player needs one. */
const MAX_DOCUMENT_AUDIO = 6;

/** The text of a call of a function, which stands alone. */
function call<Args extends unknown[]>(run: (...args: Args) => void, ...args: Args): string {
  return `(${run})(${args.map((arg) => JSON.stringify(arg)).join(", ")});`;
}

/** What listens to the page, and listens again when the page opens its document again. */
const LISTENING = `{
  const onOpening = ${call(watchDocumentOpen)}
  (${refuseWindows})(onOpening);
  (${limitDevtoolsEvents})(onOpening);
}`;
