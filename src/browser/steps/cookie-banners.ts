import { within } from "../../lib/within";
import { hideBanners } from "../consent/banners";
import { awaitOptOut } from "../consent/opt-out";
import { consentScript } from "../consent/script";
import { evaluate } from "../evaluate";
import { unlockPage } from "../page/consent-unlock";
import type { Stage } from "../stage";
import { settle } from "./settle";

/** Has every document that the page opens opt out of what it asks consent for. */
export async function armConsent(stage: Stage): Promise<void> {
  const { page, options } = stage;
  // Without scripts there is no answer to wait for: banners are hidden only.
  if (!options.no_cookie_banners || options.disable_js) return;
  stage.doing = "preparing against cookie banners";
  await inTime(ARM_BUDGET_MS, page.evaluateOnNewDocument(consentScript(options.url)));
}

/** Waits for an opt-out that is under way, then hides the banners that are left and undoes their locks. */
export async function removeCookieBanners(stage: Stage): Promise<void> {
  if (!stage.options.no_cookie_banners) return;
  stage.doing = "waiting for a cookie banner to go";
  const optedOut = await inTime(OPT_OUT_BUDGET_MS, awaitOptOut(stage.page));
  // The page may load anew, or more, once it has its answer.
  if (optedOut) await settle(stage);
  await hideLeft(stage, optedOut === true);
}

/** Hides the banners that appeared since. */
export async function removeLateBanners(stage: Stage): Promise<void> {
  if (stage.options.no_cookie_banners) await hideLeft(stage, false);
}

async function hideLeft(stage: Stage, wasLocked: boolean): Promise<void> {
  stage.doing = "hiding cookie banners";
  const { page } = stage;
  const hiding = async () => {
    const hidden = await hideBanners(page);
    if (hidden > 0 || wasLocked) await evaluate(page, unlockPage);
  };
  await inTime(HIDE_BUDGET_MS, hiding());
}

/** A picture with a banner is better than none: whatever fails here is left. */
async function inTime<T>(budgetMs: number, work: Promise<T>): Promise<T | undefined> {
  return within(budgetMs, work, () => new Error("too late")).catch(() => undefined);
}

const ARM_BUDGET_MS = 2_000;
/** More than the longest patience with autoconsent. */
const OPT_OUT_BUDGET_MS = 2_500;
const HIDE_BUDGET_MS = 1_500;
