import type { Context } from "../context";
import { logError } from "../lib/log";
import { forgetPurges, pendingPurges, rememberPurge } from "../store/purges";

/** Makes the edge forget all answers with this tag: now, or, where the platform refuses, with one of the next sweeps. */
export async function purgeTag(ctx: Context, tag: string): Promise<void> {
  await rememberPurge(ctx.env, tag, ctx.now());
  await purgePending(ctx);
}

/** Purges what is still to be purged, in one call: the platform takes only a few a minute. */
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
