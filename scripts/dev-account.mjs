import { seal, sha256Hex, unseal } from "../src/lib/secrets.ts";
import { Failure } from "./failure.mjs";

/** The account that exists on every developer's machine, and nowhere else. */
export const DEV_KEYS = {
  privateKey: "dev-private-key",
  publishableKey: "dev-publishable-key",
  secretToken: "dev-secret-token",
  webhookSecret: "whsec_ZGV2LXdlYmhvb2stc2VjcmV0LTAwMDAwMDAw",
};

/** The admin token of .dev.vars.example. */
export const DEV_ADMIN_TOKEN = "dev-admin-token";

const DEV_ACCOUNT_ID = "00000000-0000-4000-8000-000000000000";

/** Makes the development account exist, its secrets readable with the encryption key in force. */
export async function createDevAccount(database, encryptionKey) {
  const sealed = await sealSecrets(encryptionKey);
  await database
    .prepare(
      `INSERT INTO accounts (id, name, monthly_screenshots, billing_up_to_date, created_at,
         private_key_hash, publishable_key_hash, secret_token_sealed, webhook_secret_sealed)
       VALUES (?, 'Development', 1000000, 1, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    )
    .bind(
      DEV_ACCOUNT_ID,
      Date.now(),
      await sha256Hex(DEV_KEYS.privateKey),
      await sha256Hex(DEV_KEYS.publishableKey),
      sealed.secretToken,
      sealed.webhookSecret,
    )
    .run();
  await resealWhenUnreadable(database, encryptionKey, sealed);
}

async function sealSecrets(encryptionKey) {
  try {
    return {
      secretToken: await seal(DEV_KEYS.secretToken, encryptionKey),
      webhookSecret: await seal(DEV_KEYS.webhookSecret, encryptionKey),
    };
  } catch {
    throw new Failure("ENCRYPTION_KEY must be 32 bytes in base64: see .dev.vars.example.");
  }
}

/** After a change of ENCRYPTION_KEY. */
async function resealWhenUnreadable(database, encryptionKey, sealed) {
  const row = await database
    .prepare("SELECT secret_token_sealed AS secretToken FROM accounts WHERE id = ?")
    .bind(DEV_ACCOUNT_ID)
    .first();
  if (!row || (await isReadable(row.secretToken, encryptionKey))) return;
  await database
    .prepare("UPDATE accounts SET secret_token_sealed = ?, webhook_secret_sealed = ? WHERE id = ?")
    .bind(sealed.secretToken, sealed.webhookSecret, DEV_ACCOUNT_ID)
    .run();
}

async function isReadable(sealed, encryptionKey) {
  try {
    await unseal(sealed, encryptionKey);
    return true;
  } catch {
    return false;
  }
}
