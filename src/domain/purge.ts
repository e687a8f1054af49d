import type { Context } from "../context";
import { logError } from "../lib/log";
import { forgetPurges, pendingPurges } from "../store/purges";

/**
 * Purges all requested tags in one call: the platform allows only a few calls a minute. If it fails, the next sweeps
 * try again.
 */
export async function purgePending(ctx: Context): Promise<void> {
  const pending = await pendingPurges(ctx.env);
  if (pending.length === 0) return;
  try {
    await ctx.purge(pending.map(({ tag }) => tag));
    await forgetPurges(ctx.env, pending);
  } catch (error) {
    logError("purge_failed", error);
  }
}
