import { requireConfiguration } from "../domain/configurations/find";
import { redeliver } from "../domain/deliveries";
import { notificationRecord } from "../domain/notification-payload";
import { requireNotification } from "../domain/notifications";
import { sendSample } from "../domain/sample";
import type { RequestContext } from "../http/app-env";
import { authenticatePrivate } from "../http/auth";
import { PAGING_NAMES, readPaging } from "../http/paging";
import { given, readParameters } from "../http/parameters";
import { validated } from "../http/validation";
import { SAMPLE_NAMES, sampleParameters } from "../schemas/sample";
import { listAttempts } from "../store/deliveries";
import { listNotifications, type Notified } from "../store/notifications";
import { attemptOf, deliveryOf } from "./serializers";

/** `GET /change_notifications`, also at `/screenshot_configs/change_notifications`: of the whole account. */
export async function getNotifications(c: RequestContext): Promise<Response> {
  const parameters = await readParameters(c.req.raw);
  const { id } = await authenticatePrivate(c, parameters, PAGING_NAMES);
  const found = await listNotifications(c.env, { accountId: id }, readPaging(parameters));
  return c.json({ success: true, change_notifications: found.map(notificationOf) });
}

/** `GET /screenshot_configs/:id/change_notifications`. */
export async function getNotificationsOfConfiguration(c: RequestContext): Promise<Response> {
  const parameters = await readParameters(c.req.raw);
  const account = await authenticatePrivate(c, parameters, PAGING_NAMES);
  const { id } = await requireConfiguration(c.get("ctx"), account, c.req.param("id") ?? "");
  const found = await listNotifications(c.env, { configurationId: id }, readPaging(parameters));
  return c.json({ success: true, change_notifications: found.map(notificationOf) });
}

/** `GET /change_notifications/:id/deliveries`: every attempt, the first one first. */
export async function getDeliveries(c: RequestContext): Promise<Response> {
  const { delivery } = await owned(c);
  const attempts = await listAttempts(c.env, delivery.id);
  return c.json({
    success: true,
    delivery: deliveryOf(delivery),
    attempts: attempts.map(attemptOf),
  });
}

/** `POST /change_notifications/:id/redeliver`: once more, under the same id. */
export async function postRedelivery(c: RequestContext): Promise<Response> {
  const { notification } = await owned(c);
  await redeliver(c.get("ctx"), notification.id);
  return c.json({ success: true, id: notification.id });
}

/** `POST /webhooks/test`: sends a signed sample and tells what came of it. */
export async function postSample(c: RequestContext): Promise<Response> {
  const parameters = await readParameters(c.req.raw);
  const account = await authenticatePrivate(c, parameters, SAMPLE_NAMES);
  const { url } = validated(sampleParameters, given(parameters));
  const { outcome, status, durationMs, note } = await sendSample(c.get("ctx"), account, url);
  const delivered = outcome === "delivered";
  return c.json({ success: true, delivered, outcome, status, duration_ms: durationMs, note });
}

function notificationOf({ notification, delivery }: Notified) {
  return { ...notificationRecord(notification), delivery: deliveryOf(delivery) };
}

async function owned(c: RequestContext): Promise<Notified> {
  const account = await authenticatePrivate(c, await readParameters(c.req.raw));
  return requireNotification(c.get("ctx"), account, c.req.param("id") ?? "");
}
