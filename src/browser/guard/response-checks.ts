import type { CDPSession } from "@cloudflare/puppeteer";
import { problemOfUrl } from "../../lib/url-policy";
import { problemOfRemoteAddress, type WebResponse } from "../sessions/remote-address";
import type { CaptureState } from "../state";
import { blockedAddress } from "./blocked-address";

/** Ends a capture when a response came from a refused URL or address: the picture may show something private. */
export function checkResponses({ policy, fail }: CaptureState, session: CDPSession): void {
  if (policy.allowPrivateNetwork) return;
  const check = (text: string, response?: WebResponse) => {
    const url = URL.parse(text);
    if (!url || !/^(https?|wss?):$/.test(url.protocol)) return;
    const asWeb = new URL(text.replace(/^ws/, "http"));
    const problem = problemOfUrl(asWeb, policy);
    const remote = policy.checkRemoteAddress ? response : undefined;
    const addressProblem = remote ? problemOfRemoteAddress(remote) : null;
    if (!problem && !addressProblem) return;
    const why = problem ? `which ${problem}` : addressProblem;
    fail(blockedAddress(`The page reached ${url.host}, ${why}.`));
  };
  session.on("Network.responseReceived", ({ response }) => check(response.url, response));
  session.on("Network.requestWillBeSent", ({ redirectResponse, type, request }) => {
    if (redirectResponse) check(redirectResponse.url, redirectResponse);
    // The prefetch of a speculation rule that was not removed in time. Its response may never come.
    if (type === "Prefetch") check(request.url);
  });
  // The Fetch domain does not see sockets.
  const checkSocket = ({ url }: { url: string }) =>
    /^(wss|https):\/\/refused\.invalid:1\/$/.test(url) || check(url);
  session.on("Network.webSocketCreated", checkSocket);
  session.on("Network.webTransportCreated", checkSocket);
}
