import { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/timeout";
import type { CaptureState } from "../state";
import { failureOfNetError } from "./net-errors";
import { settle } from "./settle";

/**
 * Runs an action, and waits for the navigation that it may start. A navigation starts shortly after the action. Once
 * started, it may take until the capture's own deadline.
 */
export async function runAndWaitForNavigation(
  state: CaptureState,
  act: () => Promise<unknown>,
): Promise<void> {
  const before = state.documentAt;
  const { request, stopWatching } = watchDocumentRequest(state);
  const isPending = () => request.begun || state.isNavigating;
  try {
    await act();
    await sleep(BEGIN_MS);
    while (isPending() && state.documentAt === before && !request.failure) await sleep(POLL_MS);
    if (request.failure) throw request.failure;
  } finally {
    stopWatching();
  }
  await settle(state);
}

const BEGIN_MS = 150;
const POLL_MS = 25;

/** Watches the requests for documents of the page. `request` changes until `stopWatching` is called. */
function watchDocumentRequest({ client, mainFrameId }: CaptureState) {
  const request: { begun: boolean; failure?: CaptureFailure } = { begun: false };
  const ids = new Set<string>();
  const onRequest = (event: { requestId: string; frameId?: string; type?: string }) => {
    if (event.type !== "Document" || event.frameId !== mainFrameId) return;
    request.begun = true;
    ids.add(event.requestId);
  };
  const onFailed = (event: { requestId: string; errorText: string; canceled?: boolean }) => {
    // Cancelled: another navigation replaced it, or it was a download.
    if (!ids.has(event.requestId)) return;
    if (event.canceled) request.begun = false;
    else request.failure = failureOfNetError(event.errorText);
  };
  client.on("Network.requestWillBeSent", onRequest);
  client.on("Network.loadingFailed", onFailed);
  const stopWatching = () => {
    client.off("Network.requestWillBeSent", onRequest);
    client.off("Network.loadingFailed", onFailed);
  };
  return { request, stopWatching };
}

/** Navigates to an address. It waits until the document is committed, not until its resources are loaded. */
export async function navigateTo(state: CaptureState, url: string): Promise<void> {
  await state.page.goto(url, { waitUntil: [], timeout: 0 }).catch(async (error: unknown) => {
    // Chromium reports the aborted navigation before it reports the crash that aborted it.
    if (String(error).includes("net::ERR_ABORTED")) await sleep(CRASH_NOTICE_MS);
    throw failureOfNavigation(error);
  });
  state.documentAt = Date.now();
}

const CRASH_NOTICE_MS = 300;

function failureOfNavigation(error: unknown): Error {
  if (error instanceof CaptureFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return message.includes("net::")
    ? failureOfNetError(message)
    : new Error(message, { cause: error });
}
