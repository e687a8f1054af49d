import { CaptureFailure } from "../errors";
import { logError } from "../lib/log";
import { withTimeout } from "../lib/timeout";
import { withoutCredentials } from "../lib/urls";
import type { CaptureOptions } from "../schemas/options";
import { performActions } from "./actions/perform-actions";
import { captureImages } from "./camera/capture-images";
import { clipOf } from "./camera/clip";
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
import type { BrowserPolicy, CaptureState, SeenValue, Step } from "./state";
import { setCookies } from "./steps/cookies";
import { dismissDialogs } from "./steps/dialogs";
import { trackDocuments } from "./steps/documents";
import { forceDrawing, waitForDrawnFrames } from "./steps/drawing";
import { setGeolocation } from "./steps/geolocation";
import { hideBlockedFrames } from "./steps/hide-ads";
import { injectCss, injectJs } from "./steps/inject";
import { expandInnerScroll, loadLazyContent } from "./steps/lazy-content";
import { navigate } from "./steps/navigate";
import { bypassContentSecurityPolicy } from "./steps/scripts";
import { hoverOverSelectedElement, scrollToSelectedElement } from "./steps/selected";
import { moveMouseAway, setViewport } from "./steps/viewport";
import { watchTargets } from "./steps/watch-targets";
import { DocumentReplaced } from "./waits/document-replaced";
import { retryAfterNavigation } from "./waits/retry-after-navigation";
import { applyWait, applyWaitFor } from "./waits/selector";
import { preventNavigation, settle } from "./waits/settle";

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
export interface Photograph extends Picture {
  targetStatus: number | null;
  finalUrl: string;
  /** What the `change` actions read. */
  seen: SeenValue[];
  navigateMs: number;
  captureMs: number;
}

/** What to capture, and under which conditions. */
export interface Assignment {
  options: CaptureOptions;
  policy: BrowserPolicy;
  timeoutMs: number;
  /** Whether no other capture shares the browser session. */
  alone?: boolean;
  /** How long the capture waited for a browser. */
  waitedMs?: number;
}

const FIRST_ACTIVITY = "opening a page";

/**
 * Opens the page in this context and takes its picture.
 *
 * @throws CaptureFailure when the page cannot be captured.
 * @throws SessionLost when the browser session ended.
 * @throws DrawingFailed when the browser could not draw the page.
 * @throws HeavyGraphics when the page must be captured without other captures on the session.
 */
export async function photograph(
  workspace: Workspace,
  assignment: Assignment,
): Promise<Photograph> {
  const startedAt = Date.now();
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  let state: CaptureState | undefined;
  const work = async (): Promise<Photograph> => {
    state = await openPage(workspace, assignment, fail);
    return runSteps(state, startedAt);
  };
  workspace.browser.once("disconnected", () => fail(lossOf(workspace)));
  if (!workspace.browser.connected) fail(lossOf(workspace));
  const stopWatching = watchConnection(workspace, fail);
  try {
    const taking = Promise.race([work(), failed]);
    return await withTimeout(assignment.timeoutMs, taking, () => timeoutFailure(state, assignment));
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

async function runSteps(state: CaptureState, startedAt: number): Promise<Photograph> {
  for (const step of STEPS) {
    await retryAfterNavigation(state, step).catch((error: unknown) =>
      ignoreErrorOfPage(state, error),
    );
    if (state.unreachable) throw state.unreachable;
  }
  const readyAt = Date.now();
  const picture = await retryAfterNavigation(state, takePicture);
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

async function takePicture(state: CaptureState): Promise<Picture> {
  await preventNavigation(state);
  const { documentCount } = state;
  const picture = await captureImages(state, await clipOf(state));
  // The slices, or the image and the thumbnail, may show two different documents.
  if (state.documentCount !== documentCount) throw new DocumentReplaced();
  return picture;
}

/** The limit for the address of a capture. A page can give itself a longer one. */
const MAX_URL_CHARACTERS = 8_192;

async function openPage(
  workspace: Workspace,
  { options, policy, alone = false }: Assignment,
  fail: CaptureState["fail"],
): Promise<CaptureState> {
  const page = await workspace.context.newPage();
  page.once("error", () => fail(new CaptureFailure("page_crashed", "The page crashed.")));
  const client = await page.createCDPSession();
  const { frameTree } = await client.send("Page.getFrameTree");
  return {
    workspace,
    page,
    client,
    options,
    policy,
    alone,
    fail,
    mainFrameId: frameTree.frame.id,
    blockedUrls: new Set(),
    hosts: new Set(),
    seen: [],
    lastWrittenSelector: null,
    lastTouchedSelector: null,
    activity: FIRST_ACTIVITY,
    targetStatus: null,
    documentAt: Date.now(),
    documentCount: 0,
    isNavigating: false,
    unreachable: null,
  };
}

function timeoutFailure(
  state: CaptureState | undefined,
  { timeoutMs, waitedMs = 0 }: Assignment,
): CaptureFailure {
  const seconds = Math.round((timeoutMs + waitedMs) / 1_000);
  return new CaptureFailure(
    "timeout",
    `Gave up after ${seconds} s while ${state?.activity ?? FIRST_ACTIVITY}.`,
  );
}
