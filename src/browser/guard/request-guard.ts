import type { CDPEvents, CDPSession } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../../errors";
import { privateHostPatterns, problemOfUrl } from "../../lib/urls";
import { NO_BODIES } from "../sessions/devtools-commands";
import { problemOfRemoteAddress, type WebResponse } from "../sessions/remote-address";
import type { CaptureState } from "../state";
import { type Blocklist, blocklistOf } from "./blocklist";
import { watchEarlyHints } from "./early-hints";
import { countHost } from "./frame-hosts";
import { watchSentRequests } from "./sent-requests";
import { isDocument, type TargetType } from "./targets";
import { hasUserHeaders, headersToSend } from "./user-headers";

/**
 * Watches every request of a page and of all that it starts. Patterns choose which requests are paused, the
 * decision is made here by the host's name; the address a response came from is looked at afterwards.
 */
export function createRequestGuard(state: CaptureState) {
  const blocklist = blocklistOf(state.options);
  const patterns = requestPatterns(state, blocklist);

  return async (session: CDPSession, type: TargetType): Promise<void> => {
    session.on("Fetch.requestPaused", (paused) => {
      // Fails when the page went on meanwhile: the request is gone with it.
      void decide(state, blocklist, session, type, paused).catch(() => undefined);
    });
    watchResponses(state, session);
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

function requestPatterns(
  { options, policy }: CaptureState,
  blocklist: Blocklist | null,
): RequestPattern[] {
  const closed = policy.allowPrivateNetwork ? [] : [DOCUMENTS, ...OUTLIVING, SPECULATION_RULES];
  // Own headers are added to, or kept from, each request by its origin.
  if (hasUserHeaders(options)) return [{ urlPattern: "*" }, ...closed];
  const patterns = [...privateHostPatterns(policy), ...(blocklist?.patterns ?? [])];
  return [...patterns.map((urlPattern) => ({ urlPattern })), ...closed];
}

interface RequestPattern {
  urlPattern: string;
  resourceType?: PausedRequest["resourceType"];
  requestStage?: "Request" | "Response";
}

type PausedRequest = CDPEvents["Fetch.requestPaused"];

/** `Network.setBlockedURLs` blocks no documents. */
const DOCUMENTS: RequestPattern = { urlPattern: "*", resourceType: "Document" };

/**
 * Blocks requests to host names without a dot, which no pattern of the Fetch domain tells from others. A browser that
 * does not know `urlPatterns` lets them through: `watchSentRequests` sees them then.
 */
async function blockDotlessNames(session: CDPSession): Promise<void> {
  const send = session.send as unknown as (method: string, params: object) => Promise<void>;
  const blocking = send.call(session, "Network.setBlockedURLs", { urlPatterns: DOTLESS_NAMES });
  await blocking.catch(() => undefined);
}

/** The first pattern that matches decides. */
const DOTLESS_NAMES = [
  { urlPattern: "*://*.*.:*/*", block: false },
  { urlPattern: "*://*.:*/*", block: true },
  { urlPattern: "*://*.*:*/*", block: false },
  // IPv6 addresses.
  { urlPattern: "*://[*]:*/*", block: false },
  { urlPattern: "http://*:*/*", block: true },
  { urlPattern: "https://*:*/*", block: true },
];

/** The files that a `Speculation-Rules` header names: they are told from others by the type they answer with. */
const SPECULATION_RULES: RequestPattern = {
  ...{ urlPattern: "*", resourceType: "Other", requestStage: "Response" },
};

/** What may outlive its frame, and is then redirected unwatched: beacons, pings of links, reports. */
const OUTLIVING: RequestPattern[] = [
  { urlPattern: "*", resourceType: "Ping" },
  { urlPattern: "*", resourceType: "CSPViolationReport" },
];

async function decide(
  state: CaptureState,
  blocklist: Blocklist | null,
  session: CDPSession,
  type: TargetType,
  paused: PausedRequest,
): Promise<void> {
  const { requestId, request, frameId, resourceType, responseHeaders } = paused;
  if (responseHeaders || paused.responseErrorReason) return decideOnResponse(session, paused);
  // Chromium takes URLs that the standard does not know, such as `http://xn--a/`: nobody answers there.
  const url = URL.parse(request.url) ?? UNKNOWN_URL;
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  const problem = isWeb ? problemOfUrl(url, state.policy) : null;
  const isPage = resourceType === "Document" && frameId === state.mainFrameId;

  if (problem && isPage)
    state.fail(blockedAddress(`The page led to ${url.host}, which ${problem}.`));
  const isUnwanted = isWeb && !isPage && blocklist?.blocks(url.hostname);
  if (isUnwanted) state.blockedUrls.add(request.url);
  const isOutliving =
    !state.policy.allowPrivateNetwork && OUTLIVING.some((one) => one.resourceType === resourceType);
  if (problem || isUnwanted || isOutliving) {
    const refusal = session.send("Fetch.failRequest", {
      requestId,
      errorReason: "BlockedByClient",
    });
    await refusal.catch(() => {
      // The frame and its process went meanwhile, and what it asked for may go on without them.
      if (problem && type === "iframe")
        state.fail(blockedAddress(`The page reached for ${url.host}, which ${problem}.`));
    });
    return;
  }
  // The browser starts a process for it before the answer is there.
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
  if (isRules)
    await session.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" });
  else await session.send("Fetch.continueRequest", { requestId });
}

/** A picture that something private may be in is not delivered. */
function watchResponses({ policy, fail }: CaptureState, session: CDPSession): void {
  if (policy.allowPrivateNetwork) return;
  const check = (text: string, response?: WebResponse) => {
    const url = URL.parse(text);
    if (!url || !/^(https?|wss?):$/.test(url.protocol)) return;
    const asWeb = new URL(text.replace(/^ws/, "http"));
    const problem = problemOfUrl(asWeb, policy);
    const looksAt = policy.checkRemoteAddress ? response : undefined;
    const addressProblem = looksAt ? problemOfRemoteAddress(looksAt) : null;
    if (!problem && !addressProblem) return;
    fail(
      blockedAddress(
        `The page reached ${url.host}, ${problem ? `which ${problem}` : addressProblem}.`,
      ),
    );
  };
  session.on("Network.responseReceived", ({ response }) => check(response.url, response));
  session.on("Network.requestWillBeSent", ({ redirectResponse, type, request }) => {
    if (redirectResponse) check(redirectResponse.url, redirectResponse);
    // Of a speculation rule that was not removed in time: its answer may never come.
    if (type === "Prefetch") check(request.url);
  });
  // The Fetch domain does not see these.
  const checkSocket = ({ url }: { url: string }) =>
    /^(wss|https):\/\/refused\.invalid:1\/$/.test(url) || check(url);
  session.on("Network.webSocketCreated", checkSocket);
  session.on("Network.webTransportCreated", checkSocket);
}

function blockedAddress(note: string): CaptureFailure {
  return new CaptureFailure("blocked_address", note);
}
