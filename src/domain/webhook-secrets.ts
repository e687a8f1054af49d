import type { Context } from "../context";
import { unseal } from "../lib/secrets";
import type { AccountRow } from "../store/rows";

/** The secrets that sign an account's webhooks: after a rotation both the new and, for a while, the old one. */
export function webhookSecretsOf(ctx: Context, account: AccountRow): string[] {
  const { webhookSecretSealed, oldWebhookSecretSealed, oldWebhookSecretUntil } = account;
  const isOldValid = oldWebhookSecretSealed && (oldWebhookSecretUntil ?? 0) > ctx.now();
  const sealed = [webhookSecretSealed, ...(isOldValid ? [oldWebhookSecretSealed] : [])];
  return sealed.map((secret) => unseal(secret, ctx.env.ENCRYPTION_KEY));
}
