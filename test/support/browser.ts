import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import puppeteer, { type CDPSession } from "@cloudflare/puppeteer";
import { withContext } from "../../src/browser/sessions/connect";
import type { Session } from "../../src/browser/sessions/session-leases";
import { openTransport } from "../../src/browser/sessions/transport";
import type { Workspace } from "../../src/browser/sessions/workspace";

/** A browser session of a test's own. */
export async function newSession(): Promise<string> {
  const { sessionId } = await puppeteer.acquire(env.BROWSER);
  return sessionId;
}

/** Where a context is opened on a session; nobody waits for its closing. */
export function placeOn(sessionId: string) {
  return { browserBinding: env.BROWSER, sessionId, waitUntil: () => undefined };
}

/** Works in a context of its own on a session. */
export function inContext<T>(sessionId: string, use: (own: Workspace) => Promise<T>): Promise<T> {
  return withContext(placeOn(sessionId), use);
}

/** Ids of the browser contexts that exist on a session, besides the default one. */
export async function contextsOf(sessionId: string): Promise<string[]> {
  const browser = await puppeteer.connect({
    transport: await openTransport(env.BROWSER, sessionId),
    targetFilter: (target) => target.type() === "browser",
  });
  const client = await browser.target().createCDPSession();
  const { browserContextIds } = await (client as CDPSession).send("Target.getBrowserContexts");
  await browser.disconnect();
  return browserContextIds;
}

/** Every browser session that is open. */
export async function openSessions(): Promise<string[]> {
  return (await puppeteer.sessions(env.BROWSER)).map((session) => session.sessionId);
}

/** The number of open leases of the pool of local requests. */
export async function openLeases(): Promise<number> {
  const pool = env.BROWSER_POOL.getByName("any");
  return runInDurableObject(pool, async (_, state) => {
    const sessions = (await state.storage.get<Session[]>("leased_sessions")) ?? [];
    return sessions.reduce((sum, session) => sum + session.leases.size, 0);
  });
}
