import type { CDPEvents, CDPSession } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../errors";
import { privateHostPatterns, problemOfUrl } from "../lib/urls";
import { NO_BODIES } from "./amendments";
import { type Blocklist, blocklistOf } from "./blocking/blocklist";
import { hasOwnHeaders, headersFor } from "./own-headers";
import { problemOfRemoteAddress, type WebResponse } from "./remote-address";
import type { Stage } from "./stage";
import type { TargetType } from "./targets";

/**
 * Watches every request of a page and of all that it starts. Patterns choose which requests are paused, the
 * decision is made here by the host's name; the address a response came from is looked at afterwards.
 */
export function guardOf(stage: Stage) {
  const blocklist = blocklistOf(stage.options);
  const patterns = patternsOf(stage, blocklist);

  return async (session: CDPSession, type: TargetType): Promise<void> => {
    session.on("Fetch.requestPaused", (paused) => {
      // Fails when the page went on meanwhile: the request is gone with it.
      void decide(stage, blocklist, session, paused).catch(() => undefined);
    });
    watchResponses(stage, session);
    await Promise.all([
      session.send("Network.enable", NO_BODIES),
      patterns.length > 0 ? session.send("Fetch.enable", { patterns }) : undefined,
      type === "worker"
        ? undefined
        : session.send("Network.setBypassServiceWorker", { bypass: true }),
    ]);
  };
}

function patternsOf({ options, policy }: Stage, blocklist: Blocklist | null) {
  // Own headers are added to, or kept from, each request by its origin.
  if (hasOwnHeaders(options)) return [{ urlPattern: "*" }];
  const patterns = [...privateHostPatterns(policy), ...(blocklist?.patterns ?? [])];
  return patterns.map((urlPattern) => ({ urlPattern }));
}

async function decide(
  stage: Stage,
  blocklist: Blocklist | null,
  session: CDPSession,
  { requestId, request, frameId, resourceType }: CDPEvents["Fetch.requestPaused"],
): Promise<void> {
  const url = new URL(request.url);
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  const problem = isWeb ? problemOfUrl(url, stage.policy) : null;
  const isPage = resourceType === "Document" && frameId === stage.mainFrameId;

  if (problem && isPage) stage.fail(blocked(`The page led to ${url.host}, which ${problem}.`));
  const isUnwanted = isWeb && !isPage && blocklist?.blocks(url.hostname);
  if (isUnwanted) stage.blockedUrls.add(request.url);
  if (problem || isUnwanted) {
    await session.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" });
    return;
  }
  await session.send("Fetch.continueRequest", {
    requestId,
    ...headersFor(stage.options, url, request.headers),
  });
}

/** A picture that something private may be in is not delivered. */
function watchResponses({ policy, fail }: Stage, session: CDPSession): void {
  if (policy.allowPrivateNetwork) return;
  const check = (text: string, response?: WebResponse) => {
    const url = new URL(text);
    if (!/^(https?|wss?):$/.test(url.protocol)) return;
    const asWeb = new URL(text.replace(/^ws/, "http"));
    const problem = problemOfUrl(asWeb, policy);
    const looksAt = policy.checkRemoteAddress ? response : undefined;
    const addressProblem = looksAt ? problemOfRemoteAddress(looksAt) : null;
    if (!problem && !addressProblem) return;
    fail(
      blocked(`The page reached ${url.host}, ${problem ? `which ${problem}` : addressProblem}.`),
    );
  };
  session.on("Network.responseReceived", ({ response }) => check(response.url, response));
  session.on("Network.requestWillBeSent", ({ redirectResponse }) => {
    if (redirectResponse) check(redirectResponse.url, redirectResponse);
  });
  // The Fetch domain does not see these.
  session.on("Network.webSocketCreated", ({ url }) => check(url));
  session.on("Network.webTransportCreated", ({ url }) => check(url));
}

function blocked(note: string): CaptureFailure {
  return new CaptureFailure("blocked_address", note);
}
