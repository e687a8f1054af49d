import type { Browser, BrowserContext } from "@cloudflare/puppeteer";
import type { Transport } from "./transport";

/** A browser context of our own on a shared session, and the connection that it depends on. */
export interface Workspace {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly transport: Transport;
  /** Pixels of the picture that is being taken; 0 before. */
  shotPixels: number;
  /** Whether the session answers on another connection. */
  readonly isSessionAlive: () => Promise<boolean>;
}
