import { failureOfNetError } from "../net-errors";
import type { Stage } from "../stage";

/** Keeps track of which document the page shows, and of whether it is on its way to another one. */
export async function followDocuments(stage: Stage): Promise<void> {
  const { client, mainFrameId } = stage;
  const statuses = new Map<string, number>();
  const errors = new Map<string, string>();
  let isScheduled = false;
  let isRequested = false;
  const update = (change: { scheduled?: boolean; requested?: boolean }) => {
    isScheduled = change.scheduled ?? isScheduled;
    isRequested = change.requested ?? isRequested;
    stage.isLeaving = isScheduled || isRequested;
  };

  client.on("Page.frameScheduledNavigation", ({ frameId, delay }) => {
    if (frameId === mainFrameId && delay <= SOON_SECONDS) update({ scheduled: true });
  });
  client.on("Page.frameClearedScheduledNavigation", ({ frameId }) => {
    if (frameId === mainFrameId) update({ scheduled: false });
  });
  client.on("Page.frameRequestedNavigation", ({ frameId, disposition }) => {
    if (frameId === mainFrameId && disposition === "currentTab") update({ requested: true });
  });
  client.on("Network.responseReceived", ({ requestId, type, frameId, response }) => {
    if (type === "Document" && frameId === mainFrameId) statuses.set(requestId, response.status);
  });
  client.on("Network.loadingFailed", ({ requestId, type, errorText, canceled }) => {
    if (type !== "Document") return;
    errors.set(requestId, errorText);
    // Else the browser's own error page follows.
    if (canceled) update({ requested: false });
  });
  client.on("Page.frameNavigated", ({ frame }) => {
    if (frame.parentId) return;
    update({ scheduled: false, requested: false });
    stage.targetStatus = statuses.get(frame.loaderId) ?? null;
    stage.unreachable = frame.unreachableUrl
      ? failureOfNetError(errors.get(frame.loaderId) ?? "")
      : null;
  });
  await client.send("Page.enable");
}

/** A page that leads on in so short a time is only on the way. */
const SOON_SECONDS = 1;
