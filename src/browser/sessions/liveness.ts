import type { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/timeout";
import { lossBySilence, type SessionLost } from "./losses";
import type { Workspace } from "./workspace";

/**
 * Watches the connection of a capture, and calls `fail` when it stops answering without a close event. Answers how to
 * stop watching. Every message counts as an answer.
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
      // Rejects when the connection closes, which the capture learns by itself.
      browser.version().catch(() => undefined);
      const isSilent = () => !isStopped && transport.lastMessageAt < askedAt;
      // Counted in polls: while this Worker itself was busy, no answer could be read.
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

/** Whether no message came for a second. */
export function isConnectionQuiet({ transport }: Pick<Workspace, "transport">): boolean {
  return Date.now() - transport.lastMessageAt >= QUIET_MS;
}

const POLL_MS = 250;
const QUIET_MS = 1_000;

/** A session that does not answer for this long is lost. */
const SILENCE_MS = 5_000;
/** The answer waits behind the picture on the same socket: 32 MiB at the slowest rate that is worth waiting for. */
const SLOWEST_BYTES_PER_MS = 4_000;
const LARGEST_MESSAGE_BYTES = 32 * 1024 * 1024;
/** A pixel of noise as base64 of a PNG. */
const MESSAGE_BYTES_PER_PIXEL = 16 / 3;

function silenceTimeoutMs({ shotPixels }: Workspace): number {
  const bytes = Math.min(shotPixels * MESSAGE_BYTES_PER_PIXEL, LARGEST_MESSAGE_BYTES);
  return SILENCE_MS + bytes / SLOWEST_BYTES_PER_MS;
}
