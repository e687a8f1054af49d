import { sql } from "drizzle-orm";
import type { Env } from "../env";
import { database } from "./db";
import type { ScreenshotRow } from "./rows";
import { deliveries } from "./tables/deliveries";
import { screenshots } from "./tables/screenshots";

/** Ends the leases of configurations' jobs that expire before a moment. */
export async function expireJobLeases(env: Env, before: number): Promise<void> {
  await database(env)
    .update(screenshots)
    .set({ leaseUntil: null })
    .where(
      sql`status = 'in_progress' AND configuration_id IS NOT NULL AND lease_until < ${before}`,
    );
}

/** Jobs in progress that were created before a moment. */
export async function listOpenJobs(env: Env, before: number): Promise<ScreenshotRow[]> {
  return database(env)
    .select()
    .from(screenshots)
    .where(sql`status = 'in_progress' AND created_at < ${before}`);
}

/** Ends the leases of deliveries that expire before a moment. */
export async function expireDeliveryLeases(env: Env, before: number): Promise<void> {
  await database(env)
    .update(deliveries)
    .set({ leaseUntil: null })
    .where(sql`state = 'pending' AND lease_until < ${before}`);
}

/** Deliveries with an attempt to come, now or later. */
export async function listPendingDeliveries(env: Env): Promise<string[]> {
  const pending = await database(env)
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(sql`state = 'pending'`);
  return pending.map(({ id }) => id);
}
