import type { Browser, CDPSession, Page } from "@cloudflare/puppeteer";
import type { CaptureOptions } from "../schemas/options";

/** What the steps of one capture share. */
export interface Stage {
  readonly browser: Browser;
  readonly page: Page;
  readonly client: CDPSession;
  readonly options: CaptureOptions;
  /** What is being done right now, for the note of a timeout. */
  doing: string;
  /** The HTTP status of the page, once it is there. */
  targetStatus: number | null;
  /** Unix milliseconds at which the document was there. */
  documentAt: number;
}

/** One thing done to the page on its way to the picture. */
export type Step = (stage: Stage) => Promise<void>;
