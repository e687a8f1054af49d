import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import puppeteer, { type CDPSession } from "@cloudflare/puppeteer";
import { expect } from "vitest";
import { withContext } from "../../src/browser/sessions/connect";
import type { Session } from "../../src/browser/sessions/session-leases";
import { openTransport } from "../../src/browser/sessions/transport";
import type { Workspace } from "../../src/browser/sessions/workspace";
import { eventually } from "./eventually";

/** Starts a browser session. */
export async function newSession(): Promise<string> {
  const { sessionId } = await puppeteer.acquire(env.BROWSER);
  return sessionId;
}

/** Options of `withContext` for a session. Nothing waits until the context is closed. */
export function placeOn(sessionId: string) {
  return { browserBinding: env.BROWSER, sessionId, waitUntil: () => undefined };
}

/** Calls `use` with a new context on a session. */
export function inContext<T>(sessionId: string, use: (own: Workspace) => Promise<T>): Promise<T> {
  return withContext(placeOn(sessionId), use);
}

/** Ids of the browser contexts that exist on a session, besides the default one. */
export async function contextsOf(sessionId: string): Promise<string[]> {
  const { browser, client } = await connectTo(sessionId);
  const { browserContextIds } = await client.send("Target.getBrowserContexts");
  await browser.disconnect();
  return browserContextIds;
}

/** Crashes the renderer of the page that is captured on a session, as another client of it. */
export async function crashPage(sessionId: string): Promise<void> {
  const { browser, client } = await connectTo(sessionId);
  const { targetInfos } = await client.send("Target.getTargets");
  const target = targetInfos.find(({ url }) => url.includes("/as/text/html"));
  const attached = await client.send("Target.attachToTarget", {
    targetId: target?.targetId ?? "",
    flatten: true,
  });
  // A crashed renderer does not answer.
  void client
    .connection()
    ?.session(attached.sessionId)
    ?.send("Page.crash")
    .catch(() => undefined);
  await eventually(async () => {
    const { targetInfos } = await client.send("Target.getTargets");
    expect(targetInfos.map(({ targetId }) => targetId)).not.toContain(target?.targetId);
  });
  await browser.disconnect();
}

/** Another client of a session, with a DevTools session of the browser itself. */
async function connectTo(sessionId: string) {
  const browser = await puppeteer.connect({
    transport: await openTransport(env.BROWSER, sessionId),
    targetFilter: (target) => target.type() === "browser",
  });
  const client: CDPSession = await browser.target().createCDPSession();
  return { browser, client };
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
