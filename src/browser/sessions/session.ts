import puppeteer from "@cloudflare/puppeteer";
import type { Env } from "../../env";
import { logError } from "../../lib/log";
import { withTimeout } from "../../lib/timeout";
import { poolSettings } from "./pool-settings";
import { openTransport } from "./transport";

/** The session that was started, or how many milliseconds must pass before the platform allows a new one. */
type StartResult = { sessionId: string } | { waitMs: number };

/** Starts a browser session if the platform allows one now. Throws when the binding fails or does not answer. */
export async function startSession(browser: Fetcher): Promise<StartResult> {
  const { allowedBrowserAcquisitions, timeUntilNextAllowedBrowserAcquisition } =
    await bindingAnswer(puppeteer.limits(browser));
  if (allowedBrowserAcquisitions <= 0) return { waitMs: timeUntilNextAllowedBrowserAcquisition };
  const acquiring = puppeteer.acquire(browser);
  return bindingAnswer(acquiring).catch((error: unknown) => {
    // Close a session that starts too late: nobody would use it.
    void acquiring.then((late) => closeSession(browser, late.sessionId)).catch(() => undefined);
    throw error;
  });
}

/** Ids of all open sessions of the account. Throws when the binding fails or does not answer. */
export async function openSessionIds(browser: Fetcher): Promise<Set<string>> {
  const open = await bindingAnswer(puppeteer.sessions(browser), SESSIONS_TIMEOUT_MS);
  return new Set(open.map(({ sessionId }) => sessionId));
}

function bindingAnswer<T>(answer: Promise<T>, timeoutMs = ANSWER_TIMEOUT_MS): Promise<T> {
  return withTimeout(timeoutMs, answer, () => new Error("The browser binding did not answer"));
}

/** Captures wait for this list. */
const SESSIONS_TIMEOUT_MS = 3_000;

/** A cold start takes 2 to 4 s. In local development the browser may have to be downloaded first. */
const ANSWER_TIMEOUT_MS = 60_000;

/**
 * Ends a browser session for all its clients. It may have ended already. A browser that does not answer is ended through
 * the binding: locally that kills its processes.
 */
export async function closeSession(browser: Fetcher, sessionId: string): Promise<void> {
  const isClosed = await withTimeout(
    CLOSE_TIMEOUT_MS,
    closeByProtocol(browser, sessionId).then(() => true),
    () => new Error("The browser did not answer"),
  ).catch(() => false);
  if (isClosed) return;
  const url = `https://browser/v1/devtools/browser/${sessionId}`;
  await withTimeout(
    CLOSE_TIMEOUT_MS,
    browser.fetch(url, { method: "DELETE" }),
    () => new Error("The browser binding did not answer"),
  ).catch((error: unknown) => logError("browser_close_failed", error));
}

async function closeByProtocol(browser: Fetcher, sessionId: string): Promise<void> {
  const transport = await openTransport(browser, sessionId);
  const closed = new Promise<void>((resolve) => {
    transport.onclose = resolve;
  });
  transport.send(JSON.stringify({ id: 1, method: "Browser.close" }));
  // The platform counts an open socket as a client that still uses the browser.
  const closing = withTimeout(
    CLOSE_TIMEOUT_MS,
    closed,
    () => new Error("The browser did not answer"),
  );
  await closing.finally(() => transport.close());
}

const CLOSE_TIMEOUT_MS = 5_000;

/** Throws when the settings of the pool are not valid or the browser binding fails. Starts no browser. */
export async function assertBrowserAnswers(env: Env): Promise<void> {
  poolSettings(env);
  await puppeteer.limits(env.BROWSER);
}

/** An open browser session, used or idle. */
interface OpenSession {
  id: string;
  /** Unix milliseconds. */
  startedAt: number;
}

/** Every open session that the browser binding lists: on Cloudflare those of the whole account. */
export async function openSessions(browser: Fetcher): Promise<OpenSession[]> {
  const sessions = await puppeteer.sessions(browser);
  return sessions.map(({ sessionId, startTime }) => ({ id: sessionId, startedAt: startTime }));
}
