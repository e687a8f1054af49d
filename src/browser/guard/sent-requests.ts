import type { CDPSession } from "@cloudflare/puppeteer";
import { isWebUrl, problemOfUrl } from "../../lib/url-policy";
import { isPrivateSpace } from "../sessions/remote-address";
import type { CaptureState } from "../state";
import { blockedAddress } from "./blocked-address";

/**
 * Ends a capture when the browser sent a request to a refused URL in spite of the guard, or got a response from a
 * private address. The network stack reports both, also when no response event follows: a fetch that CORS refuses or
 * that is aborted, a download, a frame that is removed.
 */
export function watchSentRequests({ policy, fail }: CaptureState, session: CDPSession): void {
  if (policy.allowPrivateNetwork) return;
  const requests = new Map<string, RequestProgress>();
  const progressOf = (requestId: string): RequestProgress => {
    const progress = requests.get(requestId) ?? { begun: 0, sent: 0, problem: null };
    requests.set(requestId, progress);
    return progress;
  };
  const failIfSent = ({ begun, sent, problem }: RequestProgress) => {
    if (problem && sent >= begun) fail(blockedAddress(problem));
  };

  session.on("Network.requestWillBeSent", ({ requestId, request, ...redirect }) => {
    const progress = progressOf(requestId);
    // A redirect that the browser makes itself, from http to https, sends no request.
    if (!redirect.redirectResponse || redirect.redirectHasExtraInfo) progress.begun += 1;
    const url = URL.parse(request.url);
    const problem = url && isWebUrl(url) ? problemOfUrl(url, policy) : null;
    progress.problem = url && problem && `The page requested ${url.host}, which ${problem}.`;
    failIfSent(progress);
  });
  // The two events arrive in any order.
  session.on("Network.requestWillBeSentExtraInfo", ({ requestId }) => {
    const progress = progressOf(requestId);
    progress.sent += 1;
    failIfSent(progress);
  });
  session.on("Network.responseReceivedExtraInfo", ({ resourceIPAddressSpace }) => {
    if (!policy.checkRemoteAddress || !isPrivateSpace(resourceIPAddressSpace)) return;
    fail(blockedAddress("The page reached a private address."));
  });
}

/** How often a request and its redirects were begun and sent. */
interface RequestProgress {
  begun: number;
  sent: number;
  /** Why the newest URL is refused. */
  problem: string | null;
}
