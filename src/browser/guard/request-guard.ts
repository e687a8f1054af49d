import type { CDPSession } from "@cloudflare/puppeteer";
import { isWebUrl, problemOfUrl } from "../../lib/url-policy";
import { NO_BODIES } from "../sessions/devtools-commands";
import type { CaptureState } from "../state";
import { blockedAddress } from "./blocked-address";
import { type Blocklist, blocklistOf } from "./blocklist";
import { watchEarlyHints } from "./early-hints";
import { countHost } from "./frame-hosts";
import {
  blockDotlessNames,
  mayOutliveFrame,
  type PausedRequest,
  requestPatterns,
} from "./request-patterns";
import { checkResponses } from "./response-checks";
import { watchSentRequests } from "./sent-requests";
import { isDocument, type TargetType } from "./targets";
import { headersToSend } from "./user-headers";

/**
 * Watches every request of a page and of all targets that it starts. Patterns choose the requests that the browser
 * pauses. This module decides on each of them by its host name. The address of a response is checked afterwards.
 */
export function createRequestGuard(state: CaptureState) {
  const blocklist = blocklistOf(state.options);
  const patterns = requestPatterns(state, blocklist);

  return async (session: CDPSession, type: TargetType): Promise<void> => {
    session.on("Fetch.requestPaused", (paused) => {
      const deciding = isResponse(paused)
        ? decideOnResponse(session, paused)
        : decideOnRequest(state, blocklist, session, type, paused);
      // Fails when the page navigated meanwhile: the request was cancelled with its document.
      void deciding.catch(() => undefined);
    });
    checkResponses(state, session);
    watchSentRequests(state, session);
    watchEarlyHints(state, session);
    await session.send("Network.enable", NO_BODIES);
    if (!state.policy.allowPrivateNetwork) await blockDotlessNames(session);
    // A worker's requests are paused on the session of its document.
    if (!isDocument(type)) return;
    await Promise.all([
      patterns.length > 0 ? session.send("Fetch.enable", { patterns }) : undefined,
      session.send("Network.setBypassServiceWorker", { bypass: true }),
    ]);
  };
}

/** Whether the browser paused a response, not a request. */
function isResponse({ responseHeaders, responseErrorReason }: PausedRequest): boolean {
  return Boolean(responseHeaders ?? responseErrorReason);
}

async function decideOnRequest(
  state: CaptureState,
  blocklist: Blocklist | null,
  session: CDPSession,
  type: TargetType,
  paused: PausedRequest,
): Promise<void> {
  const { requestId, request, frameId, resourceType } = paused;
  // Chromium accepts URLs that the standard does not allow, such as `http://xn--a/`. No server has such a name.
  const url = URL.parse(request.url) ?? UNKNOWN_URL;
  const isWeb = isWebUrl(url);
  const problem = isWeb ? problemOfUrl(url, state.policy) : null;
  const isPage = resourceType === "Document" && frameId === state.mainFrameId;
  const did = isPage ? "led to" : "requested";
  const note = problem && `The page ${did} ${url.host}, which ${problem}.`;
  if (note && isPage) state.fail(blockedAddress(note));
  const isUnwanted = isWeb && !isPage && blocklist?.blocks(url.hostname);
  if (isUnwanted) state.blockedUrls.add(request.url);
  const isOutliving = !state.policy.allowPrivateNetwork && mayOutliveFrame(paused);
  if (problem || isUnwanted || isOutliving) {
    await refuse(session, requestId).catch(() => {
      // The frame and its process ended meanwhile. The browser may still send the frame's request.
      if (note && type === "iframe") state.fail(blockedAddress(note));
    });
    return;
  }
  // The browser starts a process for the host before the response arrives.
  if (resourceType === "Document" && isWeb) countHost(state, url.hostname);
  await session.send("Fetch.continueRequest", {
    requestId,
    ...headersToSend(state.options, url, request.headers),
  });
}

const UNKNOWN_URL = new URL("about:invalid");

async function decideOnResponse(session: CDPSession, paused: PausedRequest): Promise<void> {
  const { requestId, responseHeaders = [] } = paused;
  const isRules = responseHeaders.some(({ value }) =>
    /^application\/speculationrules/i.test(value),
  );
  if (isRules) await refuse(session, requestId);
  else await session.send("Fetch.continueRequest", { requestId });
}

async function refuse(session: CDPSession, requestId: string): Promise<void> {
  await session.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" });
}
