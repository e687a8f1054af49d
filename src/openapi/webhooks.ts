import { notificationResource } from "../schemas/answer-parts";
import type { Json } from "./json";
import { NOTIFICATION } from "./samples";
import { refOf } from "./schemas";

const header = (name: string, description: string, example: string): Json => ({
  name,
  in: "header",
  required: true,
  description,
  schema: { type: "string" },
  example,
});

/** The request to a receiver. It is signed as Standard Webhooks specifies. */
export const WEBHOOKS: Json = {
  changeNotification: {
    post: {
      operationId: "changeNotification",
      tags: ["Change notifications"],
      summary: "A change was detected",
      description:
        "Sent to the `url` of a `change` action with `send_to` = `webhook`; Slack gets a message instead. After a failure it is sent again with the same id. The signature follows Standard Webhooks: HMAC-SHA256 of `webhook-id.webhook-timestamp.body`, keyed with the account's webhook secret.",
      security: [],
      parameters: [
        header("webhook-id", "The id of the notification.", NOTIFICATION.id),
        header("webhook-timestamp", "Unix seconds of this attempt.", "1632624177"),
        header(
          "webhook-signature",
          "`v1,` and base64; while the secret is rotated, two of them.",
          "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
        ),
      ],
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: { $ref: refOf(notificationResource) },
            example: NOTIFICATION,
          },
        },
      },
      responses: {
        "2XX": { description: "The receiver got it." },
        "410": { description: "The receiver wants no more requests." },
      },
    },
  },
};
