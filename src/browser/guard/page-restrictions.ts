import type { CDPSession } from "@cloudflare/puppeteer";
import { refusedUrlSource } from "../../lib/url-patterns";
import { limitHistory, muteConsole, muteErrors } from "../page/devtools-events";
import { watchDocumentOpen } from "../page/document-open";
import { createGlobalReplacer } from "../page/global-replacer";
import { disableKeepalive } from "../page/keepalive";
import { createPace, limitEventSource, paceFetch, paceXhr } from "../page/pace";
import { createPropertyReader } from "../page/property-reader";
import { checkSockets } from "../page/sockets";
import { createRuleRemover, refuseSpeculation } from "../page/speculation";
import { removeUnwatchedApis, removeUnwatchedDocumentApis } from "../page/unwatched-apis";
import { createWindowChecks } from "../page/window-checks";
import { createWindowListener, refuseWindows } from "../page/windows";
import { limitAudio, limitWorkers, refuseSharedWorkers } from "../page/workers";
import type { CaptureState } from "../state";
import type { TargetType } from "./targets";

/**
 * Restricts what the scripts of a page, a frame or a worker can do, before the first of them runs: they cannot send
 * requests that the guard does not see, nor flood DevTools.
 * The browser also runs a page's script in each frame of the same process, which has globals of its own.
 */
export function createPageRestrictions({ policy }: CaptureState) {
  const isClosed = !policy.allowPrivateNetwork;
  const refused = refusedUrlSource(policy);
  const inWorker = block([...socketCalls(refused, isClosed), ...paceCalls(WORKER_PACE)]);
  const inDocument = block([
    ...socketCalls(refused, isClosed),
    `const readerOf = ${call(createPropertyReader)}`,
    ...(isClosed ? CLOSED_DOCUMENT_CALLS : []),
    ...paceCalls(DOCUMENT_PACE),
    call(refuseSharedWorkers),
    call(limitWorkers, MAX_DOCUMENT_WORKERS),
    call(limitAudio, MAX_DOCUMENT_AUDIO),
    ...LISTENER_CALLS,
  ]);

  return async (session: CDPSession, type: TargetType): Promise<void> => {
    if (type === "worker") {
      // The worker waits for the debugger: its global scope exists, and none of its own scripts has run.
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

/** Requests at once, and then milliseconds for each: more than scripts need while a page loads. */
const DOCUMENT_PACE = [250, 5] as const;
const WORKER_PACE = [50, 20] as const;
const MAX_DOCUMENT_WORKERS = 16;
/** The limit that Chromium itself had for a long time. A player needs one. */
const MAX_DOCUMENT_AUDIO = 6;

/** The text of a block: the page's scripts do not see the constants that are declared in it. */
function block(statements: string[]): string {
  return `{\n${statements.join("\n")}\n}`;
}

/** The text that calls a function with these values. The function must not use anything outside of itself. */
function call<Args extends unknown[]>(run: (...args: Args) => unknown, ...args: Args): string {
  return `(${run})(${args.map((arg) => JSON.stringify(arg)).join(", ")});`;
}

function socketCalls(refused: string, isClosed: boolean): string[] {
  return [
    `const replaceGlobal = ${call(createGlobalReplacer)}`,
    `(${checkSockets})(replaceGlobal, ${JSON.stringify(refused)});`,
    ...(isClosed ? [call(removeUnwatchedApis), `(${disableKeepalive})(replaceGlobal);`] : []),
  ];
}

const CLOSED_DOCUMENT_CALLS = [
  call(removeUnwatchedDocumentApis),
  `(${refuseSpeculation})(readerOf, (${createRuleRemover})(readerOf));`,
];

function paceCalls([burst, spacingMs]: readonly [number, number]): string[] {
  return [
    `const pace = ${call(createPace, burst, spacingMs)}`,
    `(${paceFetch})(pace);`,
    `(${paceXhr})(pace);`,
    `(${limitEventSource})(pace);`,
  ];
}

/** Adds the listeners on the window, and adds them again when the page opens its document again. */
const LISTENER_CALLS = [
  `const onDocumentOpen = ${call(watchDocumentOpen)}`,
  `const checks = (${createWindowChecks})(readerOf);`,
  `const listenOn = (${createWindowListener})(readerOf, checks);`,
  `(${refuseWindows})(readerOf, checks, listenOn);`,
  "onDocumentOpen(listenOn);",
  call(muteConsole),
  `(${muteErrors})(onDocumentOpen);`,
  call(limitHistory),
];
