import type { Frame, JSHandle, Page } from "@cloudflare/puppeteer";
import { frameResult } from "./frame-result";
import { type ConsentButtons, consentButtons } from "./page/consent-buttons";
import { isConsentDocument } from "./page/consent-document";
import { hideOverlays } from "./page/consent-hide";
import { consentOverlays } from "./page/consent-overlays";
import { createConsentReader } from "./page/consent-reader";
import { CONSENT_WORDS } from "./words";

/** Hides what still looks like a consent banner. Returns how many were visible. */
export async function hideBanners(page: Page): Promise<number> {
  const hidden = await Promise.all([
    page.evaluateHandle(consentButtons, CONSENT_WORDS).then(hideOverlaysAround),
    ...page.mainFrame().childFrames().map(hideBannerFrame),
  ]);
  return hidden.reduce((sum, count) => sum + count, 0);
}

/** Hides a frame that shows only a banner, and the overlay around it. */
async function hideBannerFrame(frame: Frame): Promise<number> {
  const isBanner = await frameResult(frame.evaluate(isConsentDocument, CONSENT_WORDS));
  const element = isBanner ? await frameResult(frame.frameElement()) : null;
  return element ? hideOverlaysAround(element) : 0;
}

/** Evaluates in the realm of the handle: handles of frame elements belong to another realm than the page's scripts. */
async function hideOverlaysAround(starts: JSHandle<ConsentButtons | Element>): Promise<number> {
  const reader = await starts.evaluateHandle(createConsentReader, CONSENT_WORDS);
  const overlays = await starts.evaluateHandle(consentOverlays, reader);
  return overlays.evaluate(hideOverlays);
}
