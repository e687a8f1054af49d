import type { CDPSession } from "@cloudflare/puppeteer";

/** The type of a session's target: `page`, `iframe`, `worker`, … */
export type TargetType = string;

/**
 * Configures a page and every target that it starts (out-of-process frames, workers, and the targets of those) before
 * the target runs anything. A target that cannot be configured never runs. At most `MAX_WORKERS` workers run at a time,
 * and at most `MAX_LOADING_FRAMES` frames load; others wait.
 */
export async function configureEveryTarget(
  page: CDPSession,
  configure: (session: CDPSession, type: TargetType) => Promise<void>,
): Promise<void> {
  const slots = createTargetSlots();
  await configureTarget(page, "page");

  async function configureTarget(session: CDPSession, type: TargetType): Promise<void> {
    session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
      const child = session.connection()?.session(sessionId);
      // Undefined when the target has already ended.
      if (child) void configureTarget(child, targetInfo.type).catch(() => undefined);
    });
    session.on("Target.detachedFromTarget", ({ sessionId }) => slots.end(sessionId));
    await slots.begin(session, type);
    if (isWatched(type)) {
      await configure(session, type);
      await session.send("Target.setAutoAttach", AUTO_ATTACH);
    }
    if (type !== "page") await session.send("Runtime.runIfWaitingForDebugger");
  }
}

/** Delays workers while too many run, and frames while too many load. */
function createTargetSlots() {
  const workers = createSlots(MAX_WORKERS);
  const frames = createSlots(MAX_LOADING_FRAMES);
  return {
    async begin(session: CDPSession, type: TargetType): Promise<void> {
      if (type === "worker") await workers.begin(session.id());
      if (type !== "iframe") return;
      const end = () => frames.end(session.id());
      await frames.begin(session.id());
      session.on("Page.domContentEventFired", end);
      // The event may come late or never: the frame waits for a server, or was stopped.
      setTimeout(end, FRAME_SLOT_TIMEOUT_MS);
    },
    end(sessionId: string): void {
      workers.end(sessionId);
      frames.end(sessionId);
    },
  };
}

/** Lets `max` targets run at a time, by the ids of their sessions. The others wait in order. */
function createSlots(max: number) {
  const running = new Set<string>();
  const waiting = new Map<string, () => void>();
  return {
    async begin(id: string): Promise<void> {
      if (running.size < max) running.add(id);
      else await new Promise<void>((start) => waiting.set(id, start));
    },
    end(id: string): void {
      waiting.delete(id);
      if (!running.delete(id)) return;
      const [next, start] = waiting.entries().next().value ?? [];
      if (!next || !start) return;
      waiting.delete(next);
      running.add(next);
      start();
    },
  };
}

/** The number of processors that a page sees. Hundreds of workers would slow down every other page. */
export const MAX_WORKERS = 8;

/** How many frames of other sites may load their first document at a time: each has its own process. */
const MAX_LOADING_FRAMES = 8;
const FRAME_SLOT_TIMEOUT_MS = 5_000;

/** Whether a target can send requests. Worklets cannot. */
function isWatched(type: TargetType): boolean {
  return isDocument(type) || type === "worker";
}

/** Whether a target is a page or a frame of one. */
export function isDocument(type: TargetType): boolean {
  return type === "page" || type === "iframe";
}

const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
