import type { CDPSession } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../../errors";
import { problemOfUrl } from "../../lib/urls";
import { isPrivateSpace } from "../sessions/remote-address";
import type { CaptureState } from "../state";

/**
 * Ends a capture when the browser sent a request to a refused URL all the same, or has an answer from a private
 * address. The network stack reports both, also where no response event follows: a fetch that CORS refuses or that is
 * aborted, a download, a frame that is removed.
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
    if (problem && sent >= begun) fail(new CaptureFailure("blocked_address", problem));
  };

  session.on("Network.requestWillBeSent", ({ requestId, request, ...redirect }) => {
    const progress = progressOf(requestId);
    // A redirect that the browser makes by itself is not sent.
    if (!redirect.redirectResponse || redirect.redirectHasExtraInfo) progress.begun += 1;
    const url = URL.parse(request.url);
    const isWeb = url?.protocol === "http:" || url?.protocol === "https:";
    const problem = url && isWeb ? problemOfUrl(url, policy) : null;
    progress.problem = url && problem && `The page reached for ${url.host}, which ${problem}.`;
    failIfSent(progress);
  });
  // The two events come in any order.
  session.on("Network.requestWillBeSentExtraInfo", ({ requestId }) => {
    const progress = progressOf(requestId);
    progress.sent += 1;
    failIfSent(progress);
  });
  session.on("Network.responseReceivedExtraInfo", ({ resourceIPAddressSpace }) => {
    if (!policy.checkRemoteAddress || !isPrivateSpace(resourceIPAddressSpace)) return;
    fail(new CaptureFailure("blocked_address", "The page reached a private address."));
  });
}

/** How far a request is, and the redirects that it followed: each begins, and then it is sent. */
interface RequestProgress {
  begun: number;
  sent: number;
  /** Why its newest URL is refused. */
  problem: string | null;
}
