import puppeteer from "@cloudflare/puppeteer";
import { within } from "../lib/within";
import { openTransport } from "./transport";

/** Ends a browser session for everybody; one that is gone already is fine. */
export async function closeSession(browser: Fetcher, sessionId: string): Promise<void> {
  const closing = async () => {
    const transport = await openTransport(browser, sessionId);
    const closed = new Promise<void>((resolve) => {
      transport.onclose = resolve;
    });
    transport.send(JSON.stringify({ id: 1, method: "Browser.close" }));
    await closed;
  };
  await within(CLOSE_TIMEOUT_MS, closing(), () => new Error("no answer")).catch(() => undefined);
}

const CLOSE_TIMEOUT_MS = 5_000;

/** Resolves when the browser binding answers; starts no browser. */
export async function browserAnswers(browser: Fetcher): Promise<void> {
  await puppeteer.limits(browser);
}

/** A browser that is open, in use or not. */
export interface OpenSession {
  id: string;
  /** Unix milliseconds. */
  startedAt: number;
}

/** Every open session that the browser binding tells of: on Cloudflare those of the whole account. */
export async function openSessions(browser: Fetcher): Promise<OpenSession[]> {
  const sessions = await puppeteer.sessions(browser);
  return sessions.map(({ sessionId, startTime }) => ({ id: sessionId, startedAt: startTime }));
}
