import { CaptureFailure } from "../errors";
import { logError } from "../lib/log";
import { withTimeout } from "../lib/timeout";
import { withoutCredentials } from "../lib/url-policy";
import { performActions } from "./actions/perform-actions";
import { captureDocument } from "./camera/capture-document";
import type { Picture } from "./camera/picture";
import {
  installAutoconsent,
  removeCookieBanners,
  removeLateBanners,
} from "./consent/cookie-banners";
import { isThrownInPage } from "./evaluate";
import { watchConnection } from "./sessions/liveness";
import { lossOf } from "./sessions/losses";
import type { Workspace } from "./sessions/workspace";
import type { CaptureRequest, CaptureState, SeenValue, Step } from "./state";
import { setCookies } from "./steps/cookies";
import { dismissDialogs } from "./steps/dialogs";
import { trackDocuments } from "./steps/documents";
import { forceDrawing, waitForDrawnFrames } from "./steps/drawing";
import { setGeolocation } from "./steps/geolocation";
import { hideBlockedFrames } from "./steps/hide-ads";
import { injectCss, injectJs } from "./steps/inject";
import { expandInnerScroll, loadLazyContent } from "./steps/lazy-content";
import { navigate } from "./steps/navigate";
import { FIRST_ACTIVITY, openPage } from "./steps/open-page";
import { bypassContentSecurityPolicy } from "./steps/scripts";
import { hoverOverSelectedElement, scrollToSelectedElement } from "./steps/selected";
import { moveMouseAway, setViewport } from "./steps/viewport";
import { watchTargets } from "./steps/watch-targets";
import { retryAfterNavigation } from "./waits/retry-after-navigation";
import { applyWait, applyWaitFor } from "./waits/selector";
import { settle } from "./waits/settle";

/** The steps before the picture is taken, in order. */
const STEPS: readonly Step[] = [
  setViewport,
  watchTargets,
  trackDocuments,
  bypassContentSecurityPolicy,
  setCookies,
  setGeolocation,
  dismissDialogs,
  installAutoconsent,
  navigate,
  settle,
  moveMouseAway,
  removeCookieBanners,
  hideBlockedFrames,
  injectCss,
  injectJs,
  applyWaitFor,
  performActions,
  applyWait,
  removeLateBanners,
  forceDrawing,
  loadLazyContent,
  expandInnerScroll,
  removeLateBanners,
  hideBlockedFrames,
  scrollToSelectedElement,
  hoverOverSelectedElement,
  waitForDrawnFrames,
];

/** A picture, and what the capture found out about the page. */
export interface CapturedPage extends Picture {
  targetStatus: number | null;
  finalUrl: string;
  /** What the `change` actions read. */
  seen: SeenValue[];
  navigateMs: number;
  captureMs: number;
}

/**
 * Opens the page in this context and takes its picture.
 *
 * @throws CaptureFailure when the page cannot be captured.
 * @throws SessionLost when the browser session ended.
 * @throws DrawingFailed when the browser could not draw the page.
 * @throws HeavyGraphics when the page must be captured without other captures on the session.
 */
export async function capturePage(
  workspace: Workspace,
  request: CaptureRequest,
): Promise<CapturedPage> {
  const startedAt = Date.now();
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  let state: CaptureState | undefined;
  const work = async (): Promise<CapturedPage> => {
    state = await openPage(workspace, request, fail);
    return runSteps(state, startedAt);
  };
  workspace.browser.once("disconnected", () => fail(lossOf(workspace)));
  if (!workspace.browser.connected) fail(lossOf(workspace));
  const stopWatching = watchConnection(workspace, fail);
  try {
    const taking = Promise.race([work(), failed]);
    return await withTimeout(request.timeoutMs, taking, () => timeoutFailure(state, request));
  } catch (error) {
    if (state && keepsBrowserBusy(error)) crashRenderer(state);
    throw error;
  } finally {
    stopWatching();
  }
}

function keepsBrowserBusy(error: unknown): boolean {
  return error instanceof CaptureFailure && ["page_too_busy", "timeout"].includes(error.reason);
}

/** Ends the page. Otherwise it runs until its context is closed, and makes the closing slow. */
function crashRenderer({ client }: CaptureState): void {
  // The browser never answers this command.
  void client.send("Page.crash").catch(() => undefined);
}

async function runSteps(state: CaptureState, startedAt: number): Promise<CapturedPage> {
  for (const step of STEPS) {
    await retryAfterNavigation(state, step).catch((error: unknown) =>
      ignoreErrorOfPage(state, error),
    );
    if (state.unreachable) throw state.unreachable;
  }
  const readyAt = Date.now();
  const picture = await retryAfterNavigation(state, captureDocument);
  return {
    ...picture,
    targetStatus: state.targetStatus,
    finalUrl: withoutCredentials(state.page.url()).slice(0, MAX_URL_CHARACTERS),
    seen: state.seen,
    navigateMs: readyAt - startedAt,
    captureMs: Date.now() - readyAt,
  };
}

/** Skips a step that failed because of what the page did to its own document. The picture is still taken. */
function ignoreErrorOfPage({ activity }: CaptureState, error: unknown): void {
  if (!isThrownInPage(error)) throw error;
  logError("step_failed_in_page", error, { activity });
}

/** The limit for the address of a capture. A page can give itself a longer one. */
const MAX_URL_CHARACTERS = 8_192;

function timeoutFailure(
  state: CaptureState | undefined,
  { timeoutMs, waitedMs = 0 }: CaptureRequest,
): CaptureFailure {
  const seconds = Math.round((timeoutMs + waitedMs) / 1_000);
  return new CaptureFailure(
    "timeout",
    `Gave up after ${seconds} s while ${state?.activity ?? FIRST_ACTIVITY}.`,
  );
}
