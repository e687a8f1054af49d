import { requireConfiguration } from "../domain/configurations/find";
import { redeliver } from "../domain/deliveries";
import { requireNotification } from "../domain/notifications";
import { sendSample } from "../domain/sample";
import { given } from "../http/parameters";
import { validated } from "../http/validation";
import { type KeyedRequest, operation, type Resource } from "../openapi/operation";
import { IDS, NOTIFICATION } from "../openapi/samples";
import { deliveryShown, notificationList, redelivery, sampleSent } from "../schemas/answers";
import { paging } from "../schemas/paging";
import { sampleParameters } from "../schemas/sample";
import { listAttempts } from "../store/deliveries";
import { listNotifications } from "../store/notifications";
import type { Paging } from "../store/paging";
import { attemptOf, deliveryOf, notificationOf } from "./serializers";

const DELIVERY = { state: "delivered", attempts: 1, next_attempt_at: null };

const LIST = {
  200: {
    description: "The detected changes, with the state of their delivery.",
    schema: notificationList,
    example: {
      success: true,
      change_notifications: [{ ...NOTIFICATION, delivery: DELIVERY }],
    },
  },
} as const;

async function listOfAccount({ ctx, account }: KeyedRequest, page: Paging) {
  const found = await listNotifications(ctx.env, { accountId: account.id }, page);
  return { success: true as const, change_notifications: found.map(notificationOf) };
}

export const notifications: Resource = {
  name: "Change notifications",
  description:
    "An action of the type `change` watches an element. When its text changes, its webhook is called.",
  operations: [
    operation({
      id: "listNotifications",
      method: "get",
      path: "/change_notifications",
      access: "private",
      summary: "List all change notifications",
      input: paging,
      answers: LIST,
      handler: (request) => listOfAccount(request, request.input),
    }),
    operation({
      id: "listNotificationsToo",
      method: "get",
      path: "/screenshot_configs/change_notifications",
      access: "private",
      summary: "List all change notifications (second address)",
      input: paging,
      answers: LIST,
      handler: (request) => listOfAccount(request, request.input),
    }),
    operation({
      id: "listNotificationsOfConfiguration",
      method: "get",
      path: "/screenshot_configs/:id/change_notifications",
      access: "private",
      summary: "List the change notifications of a configuration",
      input: paging,
      validation: "in handler",
      answers: LIST,
      errors: ["screenshot_configuration_not_found"],
      handler: async ({ ctx, account, params, parameters }) => {
        const { id: configurationId } = await requireConfiguration(ctx, account, params.id);
        const page = validated(paging, given(parameters));
        const found = await listNotifications(ctx.env, { configurationId }, page);
        return { success: true, change_notifications: found.map(notificationOf) };
      },
    }),
    operation({
      id: "listDeliveries",
      method: "get",
      path: "/change_notifications/:id/deliveries",
      access: "private",
      summary: "List the delivery attempts of a notification",
      answers: {
        200: {
          description: "The state of the delivery, and every attempt.",
          schema: deliveryShown,
          example: {
            success: true,
            delivery: DELIVERY,
            attempts: [
              {
                at: "1632624177301",
                outcome: "delivered",
                status: 200,
                duration_ms: 84,
                note: "The receiver answered 200.",
              },
            ],
          },
        },
      },
      errors: ["change_notification_not_found"],
      handler: async ({ ctx, account, params }) => {
        const { delivery } = await requireNotification(ctx, account, params.id);
        const attempts = await listAttempts(ctx.env, delivery.id);
        return {
          success: true,
          delivery: deliveryOf(delivery),
          attempts: attempts.map(attemptOf),
        };
      },
    }),
    operation({
      id: "redeliverNotification",
      method: "post",
      path: "/change_notifications/:id/redeliver",
      access: "private",
      summary: "Deliver a notification again",
      description: "With the same id. The attempts start again from the first one.",
      answers: {
        200: {
          description: "The delivery has started.",
          schema: redelivery,
          example: { success: true, id: IDS.notification },
        },
      },
      errors: ["change_notification_not_found"],
      handler: async ({ ctx, account, params }) => {
        const { notification } = await requireNotification(ctx, account, params.id);
        await redeliver(ctx, notification.id);
        return { success: true, id: notification.id };
      },
    }),
    operation({
      id: "testWebhook",
      method: "post",
      path: "/webhooks/test",
      access: "private",
      summary: "Send a sample to a webhook",
      description: "Sends a signed sample once.",
      input: sampleParameters,
      example: { url: "https://example.com/webhook" },
      answers: {
        200: {
          description: "The result.",
          schema: sampleSent,
          example: {
            success: true,
            delivered: true,
            outcome: "delivered",
            status: 200,
            duration_ms: 84,
            note: "The receiver answered 200.",
          },
        },
      },
      handler: async ({ ctx, account, input }) => {
        const { outcome, status, durationMs, note } = await sendSample(ctx, account, input.url);
        const delivered = outcome === "delivered";
        return { success: true, delivered, outcome, status, duration_ms: durationMs, note };
      },
    }),
  ],
};
