import { seal, sha256Hex } from "../src/lib/secrets.ts";
import { Failure } from "./failure.mjs";

/** The keys of the development account, which exists only on local servers. */
export const DEV_KEYS = {
  privateKey: "dev-private-key",
  publishableKey: "dev-publishable-key",
  secretToken: "dev-secret-token",
  webhookSecret: "whsec_ZGV2LXdlYmhvb2stc2VjcmV0LTAwMDAwMDAw",
};

const DEV_ACCOUNT_ID = "00000000-0000-4000-8000-000000000000";

/** Creates the development account, or resets its keys. Its secrets are encrypted with the current ENCRYPTION_KEY. */
export async function createDevAccount(database, encryptionKey) {
  const sealed = await sealSecrets(encryptionKey);
  await database
    .prepare(
      `INSERT INTO accounts (id, name, monthly_screenshots, billing_up_to_date, created_at,
         private_key_hash, publishable_key_hash, secret_token_sealed, webhook_secret_sealed)
       VALUES (?, 'Development', 1000000, 1, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET private_key_hash = excluded.private_key_hash,
         publishable_key_hash = excluded.publishable_key_hash,
         secret_token_sealed = excluded.secret_token_sealed,
         webhook_secret_sealed = excluded.webhook_secret_sealed`,
    )
    .bind(
      DEV_ACCOUNT_ID,
      Date.now(),
      sha256Hex(DEV_KEYS.privateKey),
      sha256Hex(DEV_KEYS.publishableKey),
      sealed.secretToken,
      sealed.webhookSecret,
    )
    .run();
}

async function sealSecrets(encryptionKey) {
  try {
    return {
      secretToken: seal(DEV_KEYS.secretToken, encryptionKey),
      webhookSecret: seal(DEV_KEYS.webhookSecret, encryptionKey),
    };
  } catch {
    throw new Failure(
      "ENCRYPTION_KEY must be 32 bytes in base64: correct it in .dev.vars or in the environment.",
    );
  }
}
