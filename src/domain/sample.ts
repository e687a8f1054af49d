import type { Context } from "../context";
import { newJobId } from "../lib/ids";
import { randomHex } from "../lib/secrets";
import type { AccountRow, NotificationRow } from "../store/tables";
import type { PostResult } from "../webhook/post";
import { requireReceiverUrl } from "./addresses";
import { recordOf } from "./messages";
import { postNotification } from "./send-webhook";

/** Sends a signed sample of a change notification to an address, once, and tells what came of it. */
export async function sendSample(
  ctx: Context,
  account: AccountRow,
  to: string,
): Promise<PostResult> {
  const url = requireReceiverUrl(ctx, "url", to);
  const notification = sampleFor(ctx, account, url);
  const body = JSON.stringify(recordOf(notification));
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
