import { CaptureFailure } from "../errors";
import { logError } from "../lib/log";
import { withoutCredentials } from "../lib/urls";
import { within } from "../lib/within";
import type { CaptureOptions } from "../schemas/options";
import { shoot } from "./camera";
import type { Workspace } from "./connect";
import { isThrownInPage } from "./evaluate";
import { frameOf } from "./frame";
import { isLeftBehind, LeftBehind } from "./left-behind";
import { watchConnection } from "./liveness";
import { lossOf, pageTooBusy } from "./losses";
import type { Picture } from "./picture";
import type { BrowserPolicy, SeenValue, Stage, Step } from "./stage";
import { performActions } from "./steps/actions";
import { armConsent, removeCookieBanners, removeLateBanners } from "./steps/cookie-banners";
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
import { settle, stayOnDocument, stopScripts } from "./steps/settle";
import { parkMouse, setViewport } from "./steps/viewport";
import { waitAsAsked, waitForSelector } from "./steps/waits";
import { watchTargets } from "./steps/watch-targets";

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
  let stage: Stage | undefined;
  const work = async (): Promise<Photograph> => {
    stage = await openStage(workspace, assignment, fail);
    return follow(stage, startedAt);
  };
  workspace.browser.once("disconnected", () => fail(lossOf(workspace)));
  if (!workspace.browser.connected) fail(lossOf(workspace));
  const stopWatching = watchConnection(workspace, fail);
  try {
    const taking = Promise.race([work(), failed]);
    return await within(assignment.timeoutMs, taking, () => timedOut(stage, assignment));
  } catch (error) {
    if (stage && isOfBusyPage(error)) crashRenderer(stage);
    throw error;
  } finally {
    stopWatching();
  }
}

function isOfBusyPage(error: unknown): boolean {
  return error instanceof CaptureFailure && ["page_too_busy", "timeout"].includes(error.reason);
}

/** Otherwise the page keeps running until its context closes, and slows the closing down. */
function crashRenderer({ client }: Stage): void {
  // Is never answered.
  void client.send("Page.crash").catch(() => undefined);
}

async function follow(stage: Stage, startedAt: number): Promise<Photograph> {
  for (const step of STEPS) {
    await onWhateverDocument(stage, step).catch((error: unknown) => goOnWithoutIt(stage, error));
    if (stage.unreachable) throw stage.unreachable;
  }
  const readyAt = Date.now();
  const picture = await onWhateverDocument(stage, takePicture);
  return {
    ...picture,
    targetStatus: stage.targetStatus,
    finalUrl: withoutCredentials(stage.page.url()).slice(0, MAX_URL_CHARACTERS),
    seen: stage.seen,
    navigateMs: readyAt - startedAt,
    captureMs: Date.now() - readyAt,
  };
}

/** What a page did to its own document is no error of ours: its picture is taken as it is. */
function goOnWithoutIt({ doing }: Stage, error: unknown): void {
  if (!isThrownInPage(error)) throw error;
  logError("step_failed_in_page", error, { doing });
}

async function takePicture(stage: Stage): Promise<Picture> {
  await stayOnDocument(stage);
  const { documents } = stage;
  const picture = await shoot(stage, await frameOf(stage));
  // Its slices, or the image and the thumbnail, may be of two documents.
  if (stage.documents !== documents) throw new LeftBehind();
  return picture;
}

/** As long as the address of a capture may be: a page can make its own as long as it likes. */
const MAX_URL_CHARACTERS = 8_192;

/**
 * A page may become another document at any moment: what was being done is then done to that one. Where this happens
 * again and again, the page's scripts are stopped.
 */
async function onWhateverDocument<T>(stage: Stage, step: (stage: Stage) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      if (tries > 1) await settle(stage);
      return await step(stage);
    } catch (error) {
      if (!isLeftBehind(error)) throw error;
      if (tries === MAX_TRIES) throw pageTooBusy(RESTLESS, { cause: error });
      if (tries >= TRIES_WITH_SCRIPTS) await stopScripts(stage);
    }
  }
}

const TRIES_WITH_SCRIPTS = 2;
const MAX_TRIES = 10;
const RESTLESS = `it went on to another document ${MAX_TRIES} times in a row`;

async function openStage(
  workspace: Workspace,
  { options, policy, alone = false }: Assignment,
  fail: Stage["fail"],
): Promise<Stage> {
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
  stage: Stage | undefined,
  { timeoutMs, waitedMs = 0 }: Assignment,
): CaptureFailure {
  const seconds = Math.round((timeoutMs + waitedMs) / 1_000);
  return new CaptureFailure(
    "timeout",
    `Gave up after ${seconds} s while ${stage?.doing ?? DOING_FIRST}.`,
  );
}
