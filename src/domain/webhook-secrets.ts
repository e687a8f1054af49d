import type { Context } from "../context";
import { unseal } from "../lib/secrets";
import type { AccountRow } from "../store/tables";

/** The secrets that sign an account's webhooks: for a while after a rotation, the new one and the old one. */
export async function webhookSecretsOf(ctx: Context, account: AccountRow): Promise<string[]> {
  const { webhookSecretSealed, oldWebhookSecretSealed, oldWebhookSecretUntil } = account;
  const isOldValid = oldWebhookSecretSealed && (oldWebhookSecretUntil ?? 0) > ctx.now();
  const sealed = [webhookSecretSealed, ...(isOldValid ? [oldWebhookSecretSealed] : [])];
  return Promise.all(sealed.map((secret) => unseal(secret, ctx.env.ENCRYPTION_KEY)));
}
