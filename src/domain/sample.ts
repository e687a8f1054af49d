import type { Context } from "../context";
import { randomHex } from "../lib/secrets";
import type { AccountRow, NotificationRow } from "../store/tables";
import { type PostResult, postJson } from "../webhook/post";
import { signWebhook } from "../webhook/sign";
import { requireReceiverUrl } from "./addresses";
import { recordOf } from "./messages";
import { webhookSecretsOf } from "./webhook-secrets";

/** Sends a signed sample of a change notification to an address, once, and tells what came of it. */
export async function sendSample(
  ctx: Context,
  account: AccountRow,
  to: string,
): Promise<PostResult> {
  const url = requireReceiverUrl(ctx, "url", to);
  const notification = sampleFor(ctx, account, url);
  const body = JSON.stringify(recordOf(notification));
  const headers = await signWebhook({
    ...{ id: notification.id, body, timestampSeconds: Math.floor(ctx.now() / 1_000) },
    secrets: await webhookSecretsOf(ctx, account),
  });
  return postJson(url, headers, body);
}

function sampleFor(ctx: Context, account: AccountRow, url: string): NotificationRow {
  return {
    id: randomHex(20),
    ...{ accountId: account.id, configurationId: crypto.randomUUID(), jobId: randomHex(12) },
    ...{ previousValue: "17", retrievedValue: "18", sentAt: ctx.now() },
    config: { type: "change", selector: "#some-selector", send_to: "webhook", url },
  };
}
