import { type CapturedPage, capturePage } from "../browser/recipe";
import { withContext } from "../browser/sessions/connect";
import { withLease } from "../browser/sessions/lease";
import type { Context } from "../context";
import type { CaptureOptions } from "../schemas/options";
import { browserPolicy } from "./addresses";

/** How much time a capture has, and whether a client waits for it. */
export interface CaptureLimits {
  priority: "interactive" | "background";
  /** For the whole capture, including the wait for a browser. */
  timeoutMs: number;
  /** The continent whose browsers are used. */
  region: string;
}

const MAX_BROWSER_WAIT_MS = 15_000;

/** Waits for a browser session and takes a picture of the page there. */
export async function takePictureInBrowser(
  ctx: Context,
  accountId: string,
  options: CaptureOptions,
  limits: CaptureLimits,
): Promise<{ taken: CapturedPage; queueMs: number }> {
  const startedAt = Date.now();
  const endsAt = startedAt + limits.timeoutMs;
  const request = {
    accountId,
    priority: limits.priority,
    waitMs: Math.min(MAX_BROWSER_WAIT_MS, limits.timeoutMs / 2),
    endsAt,
  };
  const { BROWSER: browserBinding } = ctx.env;
  return withLease(ctx.env, limits.region, request, ({ sessionId, remoteAddress, alone }) =>
    withContext({ browserBinding, sessionId, waitUntil: ctx.waitUntil }, async (workspace) => {
      const readyAt = Date.now();
      const queueMs = readyAt - startedAt;
      const taken = await capturePage(workspace, {
        options,
        policy: browserPolicy(ctx, remoteAddress),
        alone,
        timeoutMs: endsAt - readyAt,
        waitedMs: queueMs,
      });
      return { taken, queueMs };
    }),
  );
}
