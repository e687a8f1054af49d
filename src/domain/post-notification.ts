import type { Context } from "../context";
import type { AccountRow } from "../store/rows";
import type { PostResult } from "../webhook/post";
import { postSigned } from "../webhook/signed-post";
import { webhookSecretsOf } from "./webhook-secrets";

/** Posts a notification to a receiver, signed with the account's secrets. */
export async function postNotification(
  ctx: Context,
  account: AccountRow,
  { id, url, body }: { id: string; url: string; body: string },
): Promise<PostResult> {
  return postSigned(url, {
    id,
    body,
    timestampSeconds: Math.floor(ctx.now() / 1_000),
    secrets: webhookSecretsOf(ctx, account),
  });
}
