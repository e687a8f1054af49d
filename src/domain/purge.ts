import type { Context } from "../context";
import { logError } from "../lib/log";
import { forgetPurges, pendingPurges } from "../store/purges";

/**
 * Purges what was asked for, in one call: the platform takes only a few a minute. What it refuses is tried again by the
 * next sweeps.
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
