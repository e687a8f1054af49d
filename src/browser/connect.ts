import puppeteer, { type Browser, type BrowserContext, type Target } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../errors";
import { within } from "../lib/within";
import { openTransport } from "./transport";

/**
 * Lends a browser context of its own on a shared session, and closes it on every path.
 * Our connection sees the targets of that context only; the session itself stays open.
 */
export async function withContext<T>(
  browserBinding: Fetcher,
  sessionId: string,
  use: (context: BrowserContext, browser: Browser) => Promise<T>,
): Promise<T> {
  let own: BrowserContext | undefined;
  const ownTargets = (target: Target) =>
    target.type() === "browser" || (own !== undefined && target.browserContext() === own);

  const connect = async () =>
    puppeteer.connect({
      transport: await openTransport(browserBinding, sessionId),
      targetFilter: ownTargets,
      defaultViewport: null,
      protocolTimeout: PROTOCOL_TIMEOUT_MS,
    });
  const connecting = connect();
  const browser = await within(CONNECT_TIMEOUT_MS, connecting, () => new SessionLost()).catch(
    (cause: unknown) => {
      // One that comes too late is not wanted any more.
      void connecting.then((late) => late.disconnect()).catch(() => undefined);
      throw new SessionLost({ cause });
    },
  );
  try {
    own = await within(CONNECT_TIMEOUT_MS, browser.createBrowserContext(), () => new SessionLost());
    return await use(own, browser);
  } catch (error) {
    if (browser.connected || endsTheCapture(error)) throw error;
    throw new SessionLost({ cause: error });
  } finally {
    await within(CLOSE_TIMEOUT_MS, own?.close(), () => new SessionLost()).catch(() => undefined);
    await browser.disconnect();
  }
}

/** A page is not to blame for what a browser that is gone could not find on it. */
function endsTheCapture(error: unknown): boolean {
  const blamed = ["selector_not_found", "action_failed", "page_crashed"];
  return error instanceof CaptureFailure && !blamed.includes(error.reason);
}

/** The session ended, or does not answer: another one may serve the same capture. */
export class SessionLost extends Error {
  constructor(options?: ErrorOptions) {
    super("The browser session is gone", options);
    this.name = "SessionLost";
  }
}

const CONNECT_TIMEOUT_MS = 5_000;

/** Longer than any capture: the capture's own deadline ends it first. */
const PROTOCOL_TIMEOUT_MS = 90_000;
/** On a dead connection closing hangs; disconnecting then disposes of the context. */
const CLOSE_TIMEOUT_MS = 2_000;
