import { and, eq, getTableColumns } from "drizzle-orm";
import type { Env } from "../env";
import { database } from "./db";
import { type Paging, pageOf } from "./paging";
import type { DeliveryRow, NotificationRow } from "./rows";
import { type ListOwner, notBeingErased } from "./screenshots";
import { deliveries } from "./tables/deliveries";
import { notifications } from "./tables/notifications";

/** A notification with the state of its delivery. */
export interface Notified {
  notification: NotificationRow;
  delivery: DeliveryRow;
}

/** Change notifications by the time they were sent. */
export async function listNotifications(
  env: Env,
  owner: ListOwner,
  paging: Paging,
): Promise<Notified[]> {
  return pageOf(
    withDelivery(env),
    [
      "accountId" in owner
        ? eq(notifications.accountId, owner.accountId)
        : eq(notifications.configurationId, owner.configurationId),
      notBeingErased(notifications.configurationId),
    ],
    { time: notifications.sentAt, id: notifications.id },
    paging,
  );
}

/** A notification of any account. */
export async function findNotification(env: Env, id: string): Promise<Notified | undefined> {
  return withDelivery(env)
    .where(and(eq(notifications.id, id), notBeingErased(notifications.configurationId)))
    .get();
}

/** Deliveries that a job's changes made. */
export async function deliveriesOfJob(env: Env, jobId: string): Promise<string[]> {
  const rows = await database(env)
    .select({ id: deliveries.id })
    .from(notifications)
    .innerJoin(deliveries, eq(deliveries.id, notifications.id))
    .where(and(eq(notifications.jobId, jobId), eq(deliveries.state, "pending")));
  return rows.map((row) => row.id);
}

function withDelivery(env: Env) {
  return database(env)
    .select({
      notification: getTableColumns(notifications),
      delivery: getTableColumns(deliveries),
    })
    .from(notifications)
    .innerJoin(deliveries, eq(deliveries.id, notifications.id))
    .$dynamic();
}
