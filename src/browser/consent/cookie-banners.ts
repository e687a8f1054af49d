import { withTimeout } from "../../lib/timeout";
import { evaluate } from "../evaluate";
import type { CaptureState } from "../state";
import { settle } from "../waits/settle";
import { autoconsentScript } from "./autoconsent";
import { hideBanners } from "./hide-banners";
import { awaitOptOut } from "./opt-out";
import { unlockPage } from "./page/consent-unlock";

/** Has every document that the page opens opt out of what it asks consent for. */
export async function installAutoconsent(state: CaptureState): Promise<void> {
  const { page, options } = state;
  // Without scripts there is no answer to wait for: banners are hidden only.
  if (!options.no_cookie_banners || options.disable_js) return;
  state.activity = "preparing against cookie banners";
  await bestEffort(INSTALL_BUDGET_MS, page.evaluateOnNewDocument(autoconsentScript(options.url)));
}

/** Waits for an opt-out that is under way, then hides the banners that are left and undoes their locks. */
export async function removeCookieBanners(state: CaptureState): Promise<void> {
  if (!state.options.no_cookie_banners) return;
  state.activity = "waiting for a cookie banner to go";
  const optedOut = await bestEffort(OPT_OUT_BUDGET_MS, awaitOptOut(state.page));
  // The page may load anew, or more, once it has its answer.
  if (optedOut) await settle(state);
  await hideRemainingBanners(state, optedOut === true);
}

/** Hides the banners that appeared since. */
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
  await bestEffort(HIDE_BUDGET_MS, hiding());
}

/** A picture with a banner is better than none: whatever fails here is left. */
async function bestEffort<T>(budgetMs: number, work: Promise<T>): Promise<T | undefined> {
  return withTimeout(budgetMs, work, () => new Error("too late")).catch(() => undefined);
}

const INSTALL_BUDGET_MS = 2_000;
/** More than the longest patience with autoconsent. */
const OPT_OUT_BUDGET_MS = 2_500;
const HIDE_BUDGET_MS = 1_500;
