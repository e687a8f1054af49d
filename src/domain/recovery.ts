import type { Context } from "../context";
import { aloneSince } from "../lib/started";
import { sendCaptures, sendDeliveries } from "../queue/send";
import {
  expireDeliveryLeases,
  expireJobLeases,
  listOpenJobs,
  listPendingDeliveries,
} from "../store/recovery";
import { DELIVERY_CLAIM_MS } from "./deliveries";
import { closeFailed } from "./jobs";
import { JOB_CLAIM_MS } from "./monitor";

let recoveredSince = 0;

/**
 * Takes up what a local server left behind that died: nobody works on it any more, and its queues are forgotten. Does
 * nothing on Cloudflare, and nothing when called again.
 */
export async function recoverOnce(ctx: Context): Promise<void> {
  const since = aloneSince(ctx.env);
  if (since === recoveredSince) return;
  await recoverJobs(ctx, since);
  await recoverDeliveries(ctx, since);
  recoveredSince = since;
}

/** The caller of a snap is gone; a configuration's job is captured by another worker. */
async function recoverJobs(ctx: Context, since: number): Promise<void> {
  // What was claimed since then has a lease that ends later.
  await expireJobLeases(ctx.env, since + JOB_CLAIM_MS);
  const open = await listOpenJobs(ctx.env, since);
  for (const job of open.filter((job) => !job.configurationId)) {
    await closeFailed(ctx, job, { reason: "timeout", note: "The capture was interrupted." }, job);
  }
  const waiting = open.filter((job) => job.configurationId && job.leaseUntil === null);
  await sendCaptures(
    ctx.env,
    waiting.map(({ id }) => id),
  );
}

/** One that is not due yet is sent on with the right delay. */
async function recoverDeliveries({ env }: Context, since: number): Promise<void> {
  await expireDeliveryLeases(env, since + DELIVERY_CLAIM_MS);
  await sendDeliveries(env, await listPendingDeliveries(env));
}
