import type { NotificationResource } from "../schemas/answer-parts";
import type { ConfigurationRow, NotificationRow } from "../store/rows";

/** A change notification as lists show it and as webhooks receive it. */
export function notificationRecord(notification: NotificationRow): NotificationResource {
  const { id, configurationId, previousValue, retrievedValue, config, sentAt } = notification;
  return {
    id,
    screenshot_configuration_id: configurationId,
    previous_value: previousValue,
    retrieved_value: retrievedValue,
    config,
    sent_at: String(sentAt),
  };
}

/** The JSON to post: the record itself, or a Slack message. */
export function webhookBody(
  notification: NotificationRow,
  configuration: ConfigurationRow,
): string {
  const isSlack = notification.config.send_to === "slack";
  return JSON.stringify(
    isSlack ? slackMessage(notification, configuration) : notificationRecord(notification),
  );
}

/** https://api.slack.com/reference/surfaces/formatting */
function slackMessage(
  { previousValue, retrievedValue, config }: NotificationRow,
  { id, origin, config: { url } }: ConfigurationRow,
) {
  const page = escaped(String(url));
  return {
    text: [
      `*A change on* <${page}|${page}>`,
      `*${escaped(config.selector)}*`,
      `*Before:* ${escaped(shortened(previousValue))}`,
      `*Now:* ${escaped(shortened(retrievedValue))}`,
      `<${origin}/app/screenshots/${id}/embed|Screenshot>`,
    ].join("\n"),
  };
}

function shortened(value: string): string {
  return value.length > 1_000 ? `${value.slice(0, 1_000).toWellFormed()} …` : value;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
