import type { CDPSession } from "@cloudflare/puppeteer";

/** What a session talks to: `page`, `iframe`, `worker`, … */
export type TargetType = string;

/**
 * Configures a page and every target that it starts (out-of-process frames, workers, and theirs), each before it
 * runs anything. One that cannot be configured never runs, nor does a worker beyond `MAX_WORKERS`.
 */
export async function configureEveryTarget(
  page: CDPSession,
  configure: (session: CDPSession, type: TargetType) => Promise<void>,
): Promise<void> {
  let workers = 0;
  await adopt(page, "page");

  async function adopt(session: CDPSession, type: TargetType): Promise<void> {
    session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
      const child = session.connection()?.session(sessionId);
      // A target that is gone already needs nothing.
      if (child) void adopt(child, targetInfo.type).catch(() => undefined);
    });
    if (type === "worker") workers += 1;
    if (workers > MAX_WORKERS && type === "worker") return;
    if (isWatched(type)) {
      await configure(session, type);
      await session.send("Target.setAutoAttach", AUTO_ATTACH);
    }
    if (type !== "page") await session.send("Runtime.runIfWaitingForDebugger");
  }
}

/** As many as the processors that a page is told of; hundreds take the processors from every neighbour. */
export const MAX_WORKERS = 4;

/** Whether a target runs pages or workers; worklets reach no network. */
function isWatched(type: TargetType): boolean {
  return isDocument(type) || type === "worker";
}

/** Whether a target is a page or a frame of one. */
export function isDocument(type: TargetType): boolean {
  return type === "page" || type === "iframe";
}

const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
