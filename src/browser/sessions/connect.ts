import puppeteer, { type Browser, type BrowserContext, type Target } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../../errors";
import { withTimeout } from "../../lib/timeout";
import { lossOf, SessionLost } from "./losses";
import { openTransport, type Transport } from "./transport";
import type { Workspace } from "./workspace";

/** On which session to open a context. */
export interface ContextRequest {
  browserBinding: Fetcher;
  sessionId: string;
  /** Keeps the Worker alive until the context is closed. The result does not wait for that. */
  waitUntil: (closing: Promise<void>) => void;
}

/**
 * Opens a new browser context on a shared session, and closes it on every path. The connection sees only the targets of
 * this context. The session stays open.
 *
 * @throws SessionLost when the session has ended or does not answer.
 */
export async function withContext<T>(
  request: ContextRequest,
  use: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  try {
    return await useContext(request, use);
  } catch (error) {
    if (!(error instanceof SessionLost)) throw error;
    const isAlive = await sessionAnswers(request.browserBinding, request.sessionId);
    throw new SessionLost({ cause: error, isAlive });
  }
}

async function useContext<T>(
  { browserBinding, sessionId, waitUntil }: ContextRequest,
  use: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const transport = await connectStep(openTransport(browserBinding, sessionId), (late) =>
    late.close(),
  );
  let own: BrowserContext | undefined;
  const ownTargets = (target: Target) =>
    target.type() === "browser" || (own !== undefined && target.browserContext() === own);
  const browser = await connectBrowser(transport, ownTargets);
  const workspace = { browser, transport, shotPixels: 0 };
  const isSessionAlive = () => sessionAnswers(browserBinding, sessionId);
  try {
    own = await connectStep(browser.createBrowserContext());
    return await use(Object.assign(workspace, { context: own, isSessionAlive }));
  } catch (error) {
    if (browser.connected || isFinalFailure(error)) throw error;
    throw lossOf(workspace, error);
  } finally {
    // The page may keep the browser busy until its context is closed.
    transport.isMuted = true;
    waitUntil(closeContext(browser, own));
  }
}

/** Connects Puppeteer. Closes the transport when that fails. */
async function connectBrowser(
  transport: Transport,
  targetFilter: (target: Target) => boolean,
): Promise<Browser> {
  const connecting = puppeteer.connect({
    transport,
    targetFilter,
    defaultViewport: null,
    protocolTimeout: PROTOCOL_TIMEOUT_MS,
  });
  return connectStep(connecting).catch((error: unknown) => {
    transport.close();
    throw error;
  });
}

/**
 * Closes a context, which may never end (https://github.com/cloudflare/puppeteer/issues/97). Disconnecting disposes of
 * the context too.
 */
async function closeContext(browser: Browser, context: BrowserContext | undefined): Promise<void> {
  await withTimeout(CLOSE_TIMEOUT_MS, context?.close(), () => new SessionLost()).catch(
    () => undefined,
  );
  await browser.disconnect();
}

/**
 * The result of a step. `undo` is called with a result that comes too late.
 *
 * @throws SessionLost when the step fails or takes too long.
 */
async function connectStep<T>(
  step: Promise<T>,
  undo: (late: T) => void | Promise<void> = () => undefined,
): Promise<T> {
  try {
    return await withTimeout(CONNECT_TIMEOUT_MS, step, () => new SessionLost());
  } catch (cause) {
    void step.then(undo).catch(() => undefined);
    throw cause instanceof SessionLost ? cause : new SessionLost({ cause });
  }
}

/** Whether a session answers on a new connection. */
async function sessionAnswers(browserBinding: Fetcher, sessionId: string): Promise<boolean> {
  const opening = openTransport(browserBinding, sessionId);
  const ask = async () => {
    const transport = await opening;
    await new Promise<void>((resolve, reject) => {
      transport.onmessage = () => resolve();
      transport.onclose = () => reject(new SessionLost());
      transport.send(JSON.stringify({ id: 1, method: "Browser.getVersion" }));
    });
  };
  try {
    await withTimeout(ANSWER_TIMEOUT_MS, ask(), () => new SessionLost());
    return true;
  } catch {
    return false;
  } finally {
    void opening.then((transport) => transport.close()).catch(() => undefined);
  }
}

/** Whether a failure stands although the connection ended. These reasons may be a consequence of the lost browser. */
function isFinalFailure(error: unknown): boolean {
  const consequences = ["selector_not_found", "action_failed", "page_crashed"];
  return error instanceof CaptureFailure && !consequences.includes(error.reason);
}

/** A session that is starting answers within seconds. */
const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 3_000;
/** Longer than any capture: the capture's own deadline ends it first. */
const PROTOCOL_TIMEOUT_MS = 90_000;
const CLOSE_TIMEOUT_MS = 2_000;
