import type { Context } from "../context";
import { newJobId } from "../lib/ids";
import { randomHex } from "../lib/secrets";
import type { AccountRow, NotificationRow } from "../store/rows";
import type { PostResult } from "../webhook/post";
import { requireReceiverUrl } from "./addresses";
import { notificationRecord } from "./notification-payload";
import { postNotification } from "./post-notification";

/** Sends a signed sample notification to an address, once. */
export async function sendSample(
  ctx: Context,
  account: AccountRow,
  to: string,
): Promise<PostResult> {
  const url = requireReceiverUrl(ctx, "url", to);
  const notification = sampleFor(ctx, account, url);
  const body = JSON.stringify(notificationRecord(notification));
  return postNotification(ctx, account, { id: notification.id, url, body });
}

function sampleFor(ctx: Context, account: AccountRow, url: string): NotificationRow {
  return {
    id: randomHex(20),
    accountId: account.id,
    configurationId: crypto.randomUUID(),
    jobId: newJobId(),
    previousValue: "17",
    retrievedValue: "18",
    config: { type: "change", selector: "#some-selector", send_to: "webhook", url },
    sentAt: ctx.now(),
  };
}
