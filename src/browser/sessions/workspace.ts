import type { Browser, BrowserContext } from "@cloudflare/puppeteer";
import type { Transport } from "./transport";

/** The browser context of one capture on a shared session, and its connection. */
export interface Workspace {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly transport: Transport;
  /** Pixels of the picture that is being taken; 0 before that. */
  shotPixels: number;
  /** Asks on a second connection whether the session answers. */
  readonly isSessionAlive: () => Promise<boolean>;
}
