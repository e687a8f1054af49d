import { withTimeout } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import type { CaptureState } from "../state";
import { settle } from "../waits/settle";
import { autoconsentScript } from "./autoconsent";
import { hideBanners } from "./hide-banners";
import { awaitOptOut } from "./opt-out";
import { unlockPage } from "./page/consent-unlock";

/** Runs autoconsent in every document that the page opens, so that it opts out of what the page asks consent for. */
export async function installAutoconsent(state: CaptureState): Promise<void> {
  const { page, options } = state;
  // Without scripts autoconsent does not run: banners are only hidden.
  if (!options.no_cookie_banners || options.disable_js) return;
  state.activity = "preparing to remove cookie banners";
  await withinBudget(INSTALL_BUDGET_MS, page.evaluateOnNewDocument(autoconsentScript(options.url)));
}

/** Waits for an opt-out that is in progress, then hides the banners that are left and unlocks the page. */
export async function removeCookieBanners(state: CaptureState): Promise<void> {
  if (!state.options.no_cookie_banners) return;
  state.activity = "waiting for a cookie banner to close";
  const optedOut = await withinBudget(OPT_OUT_BUDGET_MS, awaitOptOut(state.page));
  // After the opt-out the page may reload, or load more.
  if (optedOut) await settle(state);
  await hideRemainingBanners(state, optedOut === true);
}

/** Hides the banners that appeared later. */
export async function removeLateBanners(state: CaptureState): Promise<void> {
  if (state.options.no_cookie_banners) await hideRemainingBanners(state, false);
}

async function hideRemainingBanners(state: CaptureState, wasLocked: boolean): Promise<void> {
  state.activity = "hiding cookie banners";
  const { page } = state;
  const hiding = async () => {
    const hidden = await hideBanners(page);
    if (hidden > 0 || wasLocked) await evaluate(page, unlockPage);
  };
  await withinBudget(HIDE_BUDGET_MS, hiding());
}

/** Ignores a failure and a timeout: a picture with a banner is better than none. */
async function withinBudget<T>(budgetMs: number, work: Promise<T>): Promise<T | undefined> {
  return withTimeout(budgetMs, work, () => new Error("The page did not answer in time")).catch(
    () => undefined,
  );
}

const INSTALL_BUDGET_MS = 2_000;
/** More than the longest wait for autoconsent in `opt-out.ts`. */
const OPT_OUT_BUDGET_MS = 2_500;
const HIDE_BUDGET_MS = 1_500;
