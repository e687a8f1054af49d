import { deliveryShown, notificationList, redelivery, sampleSent } from "../../schemas/answers";
import { paging } from "../inputs";
import type { Group, Operation } from "../operation";
import { IDS, NOTIFICATION } from "../samples";
import { bodies } from "../schemas";
import { PAGING_ERRORS } from "./errors";

const delivery = { state: "delivered", attempts: 1, next_attempt_at: null };

const list = {
  access: "private",
  input: paging,
  answers: {
    200: {
      description: "The changes that were seen, and where their delivery stands.",
      schema: notificationList,
      example: { success: true, change_notifications: [{ ...NOTIFICATION, delivery }] },
    },
  },
} as const satisfies Partial<Operation>;

export const notifications: Group = {
  name: "Change notifications",
  description:
    "An action of the type `change` watches an element. When its text changes, its webhook is called.",
  paths: {
    "/change_notifications": {
      get: {
        ...list,
        id: "listNotifications",
        summary: "List all change notifications",
        errors: PAGING_ERRORS,
      },
    },
    "/screenshot_configs/change_notifications": {
      get: {
        ...list,
        id: "listNotificationsToo",
        summary: "List all change notifications, under their other address",
        errors: PAGING_ERRORS,
      },
    },
    "/screenshot_configs/{id}/change_notifications": {
      get: {
        ...list,
        id: "listNotificationsOfConfiguration",
        summary: "List the change notifications of a configuration",
        errors: [...PAGING_ERRORS, "screenshot_configuration_not_found"],
      },
    },
    "/change_notifications/{id}/deliveries": {
      get: {
        id: "listDeliveries",
        summary: "List the attempts to deliver a notification",
        access: "private",
        answers: {
          200: {
            description: "Where the delivery stands, and every attempt.",
            schema: deliveryShown,
            example: {
              success: true,
              delivery,
              attempts: [
                {
                  ...{ at: "1632624177301", outcome: "delivered", status: 200, duration_ms: 84 },
                  note: "The receiver answered 200.",
                },
              ],
            },
          },
        },
        errors: ["change_notification_not_found"],
      },
    },
    "/change_notifications/{id}/redeliver": {
      post: {
        id: "redeliverNotification",
        summary: "Deliver a notification once more",
        description: "Under the same id, from the first attempt on.",
        access: "private",
        answers: {
          200: {
            description: "It is on its way.",
            schema: redelivery,
            example: { success: true, id: IDS.notification },
          },
        },
        errors: ["change_notification_not_found"],
      },
    },
    "/webhooks/test": {
      post: {
        id: "testWebhook",
        summary: "Send a sample to a webhook",
        description: "Signed like a real one, once.",
        access: "private",
        input: bodies.sample,
        example: { url: "https://example.com/webhook" },
        answers: {
          200: {
            description: "What came of it.",
            schema: sampleSent,
            example: {
              ...{ success: true, delivered: true, outcome: "delivered", status: 200 },
              ...{ duration_ms: 84, note: "The receiver answered 200." },
            },
          },
        },
        errors: ["missing_or_invalid_url"],
      },
    },
  },
};
