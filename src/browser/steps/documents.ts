import type { CaptureState } from "../state";
import { failureOfNetError } from "../waits/net-errors";

/** Records which document the page shows, and whether it is navigating to another one. */
export async function trackDocuments(state: CaptureState): Promise<void> {
  const setPending = createPendingNavigation(state);
  watchPendingNavigation(state, setPending);
  watchLoadedDocument(state, setPending);
  await state.client.send("Page.enable");
}

/** Sets whether a navigation is scheduled or requested. What is left out stays as it is. */
type SetPending = (change: { scheduled?: boolean; requested?: boolean }) => void;

function createPendingNavigation(state: CaptureState): SetPending {
  let isScheduled = false;
  let isRequested = false;
  return (change) => {
    isScheduled = change.scheduled ?? isScheduled;
    isRequested = change.requested ?? isRequested;
    state.isNavigating = isScheduled || isRequested;
  };
}

function watchPendingNavigation(
  { client, mainFrameId }: CaptureState,
  setPending: SetPending,
): void {
  client.on("Page.frameScheduledNavigation", ({ frameId, delay }) => {
    if (frameId === mainFrameId && delay <= MAX_REFRESH_SECONDS) setPending({ scheduled: true });
  });
  client.on("Page.frameClearedScheduledNavigation", ({ frameId }) => {
    if (frameId === mainFrameId) setPending({ scheduled: false });
  });
  client.on("Page.frameRequestedNavigation", ({ frameId, disposition }) => {
    if (frameId === mainFrameId && disposition === "currentTab") setPending({ requested: true });
  });
}

function watchLoadedDocument(state: CaptureState, setPending: SetPending): void {
  const { client, mainFrameId } = state;
  const requests = new Set<string>();
  const statuses = new Map<string, number>();
  const errors = new Map<string, string>();
  client.on("Network.requestWillBeSent", ({ requestId, type, frameId }) => {
    if (type === "Document" && frameId === mainFrameId) requests.add(requestId);
  });
  client.on("Network.responseReceived", ({ requestId, type, frameId, response }) => {
    if (type === "Document" && frameId === mainFrameId) statuses.set(requestId, response.status);
  });
  client.on("Network.loadingFailed", ({ requestId, errorText, canceled }) => {
    if (!requests.has(requestId)) return;
    errors.set(requestId, errorText);
    // A load that failed otherwise is followed by an error page of the browser.
    if (canceled) setPending({ requested: false });
  });
  client.on("Page.frameNavigated", ({ frame }) => {
    if (frame.parentId) return;
    setPending({ scheduled: false, requested: false });
    state.documentAt = Date.now();
    state.documentCount += 1;
    state.targetStatus = statuses.get(frame.loaderId) ?? null;
    const error = errors.get(frame.loaderId) ?? "";
    // For an error status without a body Chrome shows its own error page. A visitor sees that page, too.
    const isAnswered = statuses.has(frame.loaderId) && /^$|HTTP_RESPONSE_CODE/.test(error);
    state.unreachable = frame.unreachableUrl && !isAnswered ? failureOfNetError(error) : null;
  });
}

/** A page with a longer `refresh` is captured itself, not the page that it leads to. */
const MAX_REFRESH_SECONDS = 1;
