import { and, asc, desc, eq, getTableColumns, gt, lt } from "drizzle-orm";
import type { Env } from "../env";
import { database } from "./db";
import type { Paging } from "./paging";
import { type ListOwner, notBeingErased } from "./screenshots";
import { type DeliveryRow, deliveries, type NotificationRow, notifications } from "./tables";

/** A notification with the state of its delivery. */
export interface Notified {
  notification: NotificationRow;
  delivery: DeliveryRow;
}

/** Change notifications by the time they were sent; ties broken by id, so that pages never overlap. */
export async function listNotifications(
  env: Env,
  owner: ListOwner,
  { after, before, order, limit, page }: Paging,
): Promise<Notified[]> {
  const direction = order === "ASC" ? asc : desc;
  return withDelivery(env)
    .where(
      and(
        "accountId" in owner
          ? eq(notifications.accountId, owner.accountId)
          : eq(notifications.configurationId, owner.configurationId),
        notBeingErased(notifications.configurationId),
        after === undefined ? undefined : gt(notifications.sentAt, after),
        before === undefined ? undefined : lt(notifications.sentAt, before),
      ),
    )
    .orderBy(direction(notifications.sentAt), direction(notifications.id))
    .limit(limit)
    .offset((page - 1) * limit);
}

/** A notification, whoever it belongs to. */
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
