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
import { JOB_CLAIM_MS } from "./run-job";

let recoveredSince = 0;

/**
 * Recovers the work of a local server that was killed: its workers are gone and its queues are empty. Does nothing on
 * Cloudflare, and nothing when called again.
 */
export async function recoverOnce(ctx: Context): Promise<void> {
  const since = aloneSince(ctx.env);
  if (since === recoveredSince) return;
  await recoverJobs(ctx, since);
  await recoverDeliveries(ctx, since);
  recoveredSince = since;
}

/** Closes the jobs of snaps, whose clients are gone, and sends those of configurations again. */
async function recoverJobs(ctx: Context, since: number): Promise<void> {
  // A job claimed since then has a lease that ends later.
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

/** The consumer sends a delivery that is not due yet again with the right delay. */
async function recoverDeliveries({ env }: Context, since: number): Promise<void> {
  await expireDeliveryLeases(env, since + DELIVERY_CLAIM_MS);
  await sendDeliveries(env, await listPendingDeliveries(env));
}
