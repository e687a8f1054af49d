import type { Frame, JSHandle, Page } from "@cloudflare/puppeteer";
import { answerOf } from "./frame-result";
import { type ConsentButtons, consentButtons } from "./page/consent-buttons";
import { isConsentDocument } from "./page/consent-document";
import { hideOverlays } from "./page/consent-hide";
import { consentOverlays } from "./page/consent-overlays";
import { CONSENT_WORDS } from "./words";

/** Hides what still looks like a consent banner; how many could be seen. */
export async function hideBanners(page: Page): Promise<number> {
  const hidden = await Promise.all([
    page.evaluateHandle(consentButtons, CONSENT_WORDS).then(hideAround),
    ...page.mainFrame().childFrames().map(hideFrame),
  ]);
  return hidden.reduce((sum, count) => sum + count, 0);
}

/** Hides a frame that shows nothing but a banner, with what holds it. */
async function hideFrame(frame: Frame): Promise<number> {
  const isBanner = await answerOf(frame.evaluate(isConsentDocument, CONSENT_WORDS));
  const element = isBanner ? await answerOf(frame.frameElement()) : null;
  return element ? hideAround(element) : 0;
}

/** The handle's own realm is asked: frame elements live in another one than the page's scripts. */
async function hideAround(starts: JSHandle<ConsentButtons | Element>): Promise<number> {
  const overlays = await starts.evaluateHandle(consentOverlays, CONSENT_WORDS);
  return overlays.evaluate(hideOverlays);
}
