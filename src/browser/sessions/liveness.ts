import type { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/timeout";
import { lossBySilence, type SessionLost } from "./losses";
import type { Workspace } from "./workspace";

/**
 * Watches the connection of a capture, and calls `fail` when it stops answering without a close event. Every message
 * counts as an answer. Returns a function that stops watching.
 */
export function watchConnection(
  workspace: Workspace,
  fail: (failure: CaptureFailure | SessionLost) => void,
): () => void {
  let isStopped = false;
  const watch = async () => {
    while (!isStopped) {
      await sleep(POLL_MS);
      if (isStopped || !isConnectionQuiet(workspace)) continue;
      const { browser, transport } = workspace;
      const askedAt = Date.now();
      // Rejects when the connection closes. Another event reports that.
      browser.version().catch(() => undefined);
      const isSilent = () => !isStopped && transport.lastMessageAt < askedAt;
      // Count polls instead of time: while this Worker itself is busy, it cannot read an answer.
      for (let waitedMs = 0; isSilent(); waitedMs += POLL_MS) {
        if (waitedMs > silenceTimeoutMs(workspace)) {
          return fail(lossBySilence(workspace, await workspace.isSessionAlive()));
        }
        await sleep(POLL_MS);
      }
    }
  };
  void watch();
  return () => {
    isStopped = true;
  };
}

/** Whether no message arrived for a second. */
export function isConnectionQuiet({ transport }: Pick<Workspace, "transport">): boolean {
  return Date.now() - transport.lastMessageAt >= QUIET_MS;
}

const POLL_MS = 250;
const QUIET_MS = 1_000;

/** A session that does not answer for this time is lost. */
const SILENCE_MS = 5_000;
/** The answer is sent after the picture on the same socket. This is the lowest transfer rate that we wait for. */
const SLOWEST_BYTES_PER_MS = 4_000;
const LARGEST_MESSAGE_BYTES = 32 * 1024 * 1024;
/** One pixel of noise in the base64 of a PNG. */
const MESSAGE_BYTES_PER_PIXEL = 16 / 3;

function silenceTimeoutMs({ shotPixels }: Workspace): number {
  const bytes = Math.min(shotPixels * MESSAGE_BYTES_PER_PIXEL, LARGEST_MESSAGE_BYTES);
  return SILENCE_MS + bytes / SLOWEST_BYTES_PER_MS;
}
