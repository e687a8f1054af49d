import type { Browser, BrowserContext } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../errors";
import { within } from "../lib/within";
import type { CaptureOptions } from "../schemas/options";
import { type Picture, shoot } from "./camera";
import { frameOf } from "./frame";
import type { Stage, Step } from "./stage";
import { loadLazyContent } from "./steps/lazy-content";
import { navigate } from "./steps/navigate";
import { settle } from "./steps/settle";
import { setViewport } from "./steps/viewport";

/** A picture, and what was met on the way to it. */
export interface Photograph extends Picture {
  targetStatus: number | null;
  finalUrl: string;
  navigateMs: number;
  captureMs: number;
}

/** Everything that is done to a page before its picture is taken, in order. */
const STEPS: readonly Step[] = [setViewport, navigate, settle, loadLazyContent];

/** Opens the page in this context and takes its picture; `CaptureFailure` when it cannot. */
export async function photograph(
  browser: Browser,
  context: BrowserContext,
  options: CaptureOptions,
  timeoutMs: number,
): Promise<Photograph> {
  const startedAt = Date.now();
  const page = await context.newPage();
  const client = await page.createCDPSession();
  const crashed = new Promise<never>((_, reject) => {
    page.once("error", () => reject(new CaptureFailure("page_crashed", "The page crashed.")));
  });
  const stage: Stage = {
    ...{ browser, page, client, options },
    ...{ doing: "opening a page", targetStatus: null, documentAt: startedAt },
  };

  return within(timeoutMs, Promise.race([work(), crashed]), () => timedOut(stage, timeoutMs));

  async function work(): Promise<Photograph> {
    for (const step of STEPS) await step(stage);
    const readyAt = Date.now();
    const picture = await shoot(stage, await frameOf(stage));
    return {
      ...picture,
      targetStatus: stage.targetStatus,
      finalUrl: page.url(),
      navigateMs: readyAt - startedAt,
      captureMs: Date.now() - readyAt,
    };
  }
}

function timedOut(stage: Stage, timeoutMs: number): CaptureFailure {
  const seconds = Math.round(timeoutMs / 1_000);
  return new CaptureFailure("timeout", `Gave up after ${seconds} s while ${stage.doing}.`);
}
