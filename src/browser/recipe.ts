import type { Browser, BrowserContext } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../errors";
import { within } from "../lib/within";
import type { CaptureOptions } from "../schemas/options";
import { shoot } from "./camera";
import { SessionLost } from "./connect";
import { frameOf } from "./frame";
import type { Picture } from "./picture";
import type { BrowserPolicy, SeenValue, Stage, Step } from "./stage";
import { performActions } from "./steps/actions";
import { armConsent, removeCookieBanners, removeLateBanners } from "./steps/cookie-banners";
import { setCookies } from "./steps/cookies";
import { dismissDialogs } from "./steps/dialogs";
import { followDocuments } from "./steps/documents";
import { drawWithoutPending } from "./steps/drawing";
import { setGeolocation } from "./steps/geolocation";
import { hideBlockedFrames } from "./steps/hide-ads";
import { injectCss, injectJs } from "./steps/inject";
import { expandInnerScroll, loadLazyContent } from "./steps/lazy-content";
import { navigate } from "./steps/navigate";
import { closePopups } from "./steps/popups";
import { setScripts } from "./steps/scripts";
import { hoverOnSelected, scrollToSelected } from "./steps/selected";
import { settle } from "./steps/settle";
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
  closePopups,
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
  /** How long the capture has waited for a browser before. */
  waitedMs?: number;
}

const DOING_FIRST = "opening a page";

/** Opens the page in this context and takes its picture; `CaptureFailure` when it cannot. */
export async function photograph(
  browser: Browser,
  context: BrowserContext,
  assignment: Assignment,
): Promise<Photograph> {
  const { timeoutMs } = assignment;
  const startedAt = Date.now();
  let stage: Stage | undefined;
  const work = async (): Promise<Photograph> => {
    const opened = await openStage(browser, context, assignment);
    stage = opened.stage;
    return Promise.race([follow(stage, startedAt), opened.failed]);
  };
  return within(timeoutMs, work(), () => timedOut(stage, assignment));
}

async function follow(stage: Stage, startedAt: number): Promise<Photograph> {
  for (const step of STEPS) {
    await onWhateverDocument(stage, step);
    if (stage.unreachable) throw stage.unreachable;
  }
  const readyAt = Date.now();
  const frame = await onWhateverDocument(stage, frameOf);
  const picture = await shoot(stage, frame);
  return {
    ...picture,
    targetStatus: stage.targetStatus,
    finalUrl: stage.page.url().slice(0, MAX_URL_CHARACTERS),
    seen: stage.seen,
    navigateMs: readyAt - startedAt,
    captureMs: Date.now() - readyAt,
  };
}

/** As long as the address of a capture may be: a page can make its own as long as it likes. */
const MAX_URL_CHARACTERS = 8_192;

/** A page may become another document at any moment: what was being done is then done to that one. */
async function onWhateverDocument<T>(stage: Stage, step: (stage: Stage) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await step(stage);
    } catch (error) {
      if (tries === MAX_TRIES || !isLeftBehind(error)) throw error;
      await settle(stage);
    }
  }
}

/** A page that reloads itself for ever gives no picture. */
const MAX_TRIES = 10;

function isLeftBehind(error: unknown): boolean {
  if (error instanceof CaptureFailure || !(error instanceof Error)) return false;
  return /context was destroyed|Cannot find context/.test(error.message);
}

async function openStage(
  browser: Browser,
  context: BrowserContext,
  { options, policy }: Assignment,
): Promise<{ stage: Stage; failed: Promise<never> }> {
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => undefined);
  browser.once("disconnected", () => fail(new SessionLost()));
  const page = await context.newPage();
  page.once("error", () => fail(new CaptureFailure("page_crashed", "The page crashed.")));
  const client = await page.createCDPSession();
  const { frameTree } = await client.send("Page.getFrameTree");
  const stage: Stage = {
    ...{ browser, context, page, client, options, policy, fail },
    ...{ mainFrameId: frameTree.frame.id, blockedUrls: new Set(), seen: [] },
    ...{ isOpeningSheet: false, written: null, touched: null },
    ...{ doing: DOING_FIRST, targetStatus: null, documentAt: Date.now(), documents: 0 },
    ...{ isLeaving: false, unreachable: null },
  };
  return { stage, failed };
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
