import type { CDPEvents, CDPSession } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../errors";
import { isPublicAddress, privateHostPatterns, problemOfUrl } from "../lib/urls";
import { type Blocklist, blocklistOf } from "./blocking/blocklist";
import { hasOwnHeaders, headersFor } from "./own-headers";
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
      session.send("Network.enable", KEEP_NO_BODIES),
      patterns.length > 0 ? session.send("Fetch.enable", { patterns }) : undefined,
      type === "worker"
        ? undefined
        : session.send("Network.setBypassServiceWorker", { bypass: true }),
    ]);
  };
}

/** Bodies are not asked for. With parameters, since the transport drops the plain command of puppeteer. */
const KEEP_NO_BODIES = { maxTotalBufferSize: 0, maxResourceBufferSize: 0 };

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
  const check = (text: string, address?: string) => {
    const url = new URL(text);
    if (!/^(https?|wss?):$/.test(url.protocol)) return;
    const asWeb = new URL(text.replace(/^ws/, "http"));
    const isPrivate = policy.checkRemoteAddress && address && !isPublicAddress(address);
    const problem = problemOfUrl(asWeb, policy);
    if (!problem && !isPrivate) return;
    fail(
      blocked(
        `The page reached ${url.host}, ${problem ? `which ${problem}` : "a private address"}.`,
      ),
    );
  };
  session.on("Network.responseReceived", ({ response }) =>
    check(response.url, response.remoteIPAddress),
  );
  session.on("Network.requestWillBeSent", ({ redirectResponse }) => {
    if (redirectResponse) check(redirectResponse.url, redirectResponse.remoteIPAddress);
  });
  // The Fetch domain does not see these.
  session.on("Network.webSocketCreated", ({ url }) => check(url));
  session.on("Network.webTransportCreated", ({ url }) => check(url));
}

function blocked(note: string): CaptureFailure {
  return new CaptureFailure("blocked_address", note);
}
