import { CaptureFailure } from "../errors";
import { logError } from "../lib/log";
import { withTimeout } from "../lib/timeout";
import { withoutCredentials } from "../lib/urls";
import type { CaptureOptions } from "../schemas/options";
import { performActions } from "./actions/perform-actions";
import { shoot } from "./camera/capture-images";
import { frameOf } from "./camera/clip";
import type { Picture } from "./camera/picture";
import { armConsent, removeCookieBanners, removeLateBanners } from "./consent/cookie-banners";
import { isThrownInPage } from "./evaluate";
import { watchConnection } from "./sessions/liveness";
import { lossOf } from "./sessions/losses";
import type { Workspace } from "./sessions/workspace";
import type { BrowserPolicy, CaptureState, SeenValue, Step } from "./state";
import { setCookies } from "./steps/cookies";
import { dismissDialogs } from "./steps/dialogs";
import { followDocuments } from "./steps/documents";
import { drawFrames, drawWithoutPending } from "./steps/drawing";
import { setGeolocation } from "./steps/geolocation";
import { hideBlockedFrames } from "./steps/hide-ads";
import { injectCss, injectJs } from "./steps/inject";
import { expandInnerScroll, loadLazyContent } from "./steps/lazy-content";
import { navigate } from "./steps/navigate";
import { setScripts } from "./steps/scripts";
import { hoverOnSelected, scrollToSelected } from "./steps/selected";
import { parkMouse, setViewport } from "./steps/viewport";
import { watchTargets } from "./steps/watch-targets";
import { LeftBehind } from "./waits/document-replaced";
import { retryAfterNavigation } from "./waits/retry-after-navigation";
import { waitAsAsked, waitForSelector } from "./waits/selector";
import { settle, stayOnDocument } from "./waits/settle";

/** Everything that is done to a page before its picture is taken, in order. */
const STEPS: readonly Step[] = [
  setViewport,
  watchTargets,
  followDocuments,
  setScripts,
  setCookies,
  setGeolocation,
  dismissDialogs,
  armConsent,
  navigate,
  settle,
  parkMouse,
  removeCookieBanners,
  hideBlockedFrames,
  injectCss,
  injectJs,
  waitForSelector,
  performActions,
  waitAsAsked,
  removeLateBanners,
  drawWithoutPending,
  loadLazyContent,
  expandInnerScroll,
  removeLateBanners,
  hideBlockedFrames,
  scrollToSelected,
  hoverOnSelected,
  drawFrames,
];

/** A picture, and what was met on the way to it. */
export interface Photograph extends Picture {
  targetStatus: number | null;
  finalUrl: string;
  /** What `change` actions saw. */
  seen: SeenValue[];
  navigateMs: number;
  captureMs: number;
}

/** What a picture is taken of, and under which conditions. */
export interface Assignment {
  options: CaptureOptions;
  policy: BrowserPolicy;
  timeoutMs: number;
  /** Whether no other capture shares the browser. */
  alone?: boolean;
  /** How long the capture has waited for a browser before. */
  waitedMs?: number;
}

const DOING_FIRST = "opening a page";

/**
 * Opens the page in this context and takes its picture. `CaptureFailure` when it cannot, `SessionLost` when the session
 * ended, `DrawingFailed` when the browser could not draw the page, `HeavyGraphics` when it is to be taken alone.
 */
export async function photograph(
  workspace: Workspace,
  assignment: Assignment,
): Promise<Photograph> {
  const startedAt = Date.now();
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  let state: CaptureState | undefined;
  const work = async (): Promise<Photograph> => {
    state = await openCapture(workspace, assignment, fail);
    return follow(state, startedAt);
  };
  workspace.browser.once("disconnected", () => fail(lossOf(workspace)));
  if (!workspace.browser.connected) fail(lossOf(workspace));
  const stopWatching = watchConnection(workspace, fail);
  try {
    const taking = Promise.race([work(), failed]);
    return await withTimeout(assignment.timeoutMs, taking, () => timedOut(state, assignment));
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

/** Otherwise the page keeps running until its context closes, and slows the closing down. */
function crashRenderer({ client }: CaptureState): void {
  // Is never answered.
  void client.send("Page.crash").catch(() => undefined);
}

async function follow(state: CaptureState, startedAt: number): Promise<Photograph> {
  for (const step of STEPS) {
    await retryAfterNavigation(state, step).catch((error: unknown) => goOnWithoutIt(state, error));
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

/** What a page did to its own document is no error of ours: its picture is taken as it is. */
function goOnWithoutIt({ doing }: CaptureState, error: unknown): void {
  if (!isThrownInPage(error)) throw error;
  logError("step_failed_in_page", error, { doing });
}

async function takePicture(state: CaptureState): Promise<Picture> {
  await stayOnDocument(state);
  const { documents } = state;
  const picture = await shoot(state, await frameOf(state));
  // Its slices, or the image and the thumbnail, may be of two documents.
  if (state.documents !== documents) throw new LeftBehind();
  return picture;
}

/** As long as the address of a capture may be: a page can make its own as long as it likes. */
const MAX_URL_CHARACTERS = 8_192;

async function openCapture(
  workspace: Workspace,
  { options, policy, alone = false }: Assignment,
  fail: CaptureState["fail"],
): Promise<CaptureState> {
  const page = await workspace.context.newPage();
  page.once("error", () => fail(new CaptureFailure("page_crashed", "The page crashed.")));
  const client = await page.createCDPSession();
  const { frameTree } = await client.send("Page.getFrameTree");
  return {
    ...{ workspace, page, client, options, policy, alone, fail },
    ...{ mainFrameId: frameTree.frame.id, blockedUrls: new Set(), hosts: new Set(), seen: [] },
    ...{ written: null, touched: null },
    ...{ doing: DOING_FIRST, targetStatus: null, documentAt: Date.now(), documents: 0 },
    ...{ isLeaving: false, unreachable: null },
  };
}

function timedOut(
  state: CaptureState | undefined,
  { timeoutMs, waitedMs = 0 }: Assignment,
): CaptureFailure {
  const seconds = Math.round((timeoutMs + waitedMs) / 1_000);
  return new CaptureFailure(
    "timeout",
    `Gave up after ${seconds} s while ${state?.doing ?? DOING_FIRST}.`,
  );
}
