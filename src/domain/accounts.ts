import { randomBytes } from "node:crypto";
import type { Context } from "../context";
import { AppError } from "../errors";
import { randomHex, seal, sha256Hex } from "../lib/secrets";
import {
  endAccount,
  findAccount,
  insertAccount,
  replaceKeys,
  updateAccount,
} from "../store/accounts";
import type { AccountRow } from "../store/rows";

/** The keys and secrets of an account; shown only when they are created. */
interface Keys {
  private_api_key: string;
  publishable_key: string;
  secret_token: string;
  webhook_secret: string;
}

/** The settings of an account that an operator may change. */
interface AccountSettings {
  name: string;
  monthlyScreenshots: number;
  billingUpToDate: boolean;
}

export async function createAccount(
  ctx: Context,
  settings: AccountSettings,
): Promise<{ account: AccountRow; keys: Keys }> {
  const keys = newKeys();
  const account: AccountRow = {
    id: crypto.randomUUID(),
    ...settings,
    ...storedKeys(ctx, keys),
    oldWebhookSecretSealed: null,
    oldWebhookSecretUntil: null,
    createdAt: ctx.now(),
    deletedAt: null,
  };
  await insertAccount(ctx.env, account);
  return { account, keys };
}

export async function requireAccount(ctx: Context, id: string): Promise<AccountRow> {
  return (await findAccount(ctx.env, id)) ?? accountNotFound();
}

export async function changeAccount(
  ctx: Context,
  id: string,
  changes: Partial<AccountSettings>,
): Promise<AccountRow> {
  if (Object.keys(changes).length === 0) return requireAccount(ctx, id);
  return (await updateAccount(ctx.env, id, changes)) ?? accountNotFound();
}

/** How long the old webhook secret still signs, so that receivers can switch to the new one. */
const OLD_WEBHOOK_SECRET_MS = 24 * 3_600_000;

/** New keys; the old ones are invalid at once. */
export async function rotateKeys(
  ctx: Context,
  id: string,
): Promise<{ account: AccountRow; keys: Keys }> {
  const keys = newKeys();
  const oldUntil = ctx.now() + OLD_WEBHOOK_SECRET_MS;
  const ending = { oldUntil, purge: purgeOf(ctx, id) };
  const account =
    (await replaceKeys(ctx.env, id, storedKeys(ctx, keys), ending)) ?? accountNotFound();
  return { account, keys };
}

/** Ends an account: its keys are invalid at once, its data is erased afterwards. */
export async function closeAccount(ctx: Context, id: string): Promise<AccountRow> {
  const ending = { now: ctx.now(), purge: purgeOf(ctx, id) };
  return (await endAccount(ctx.env, id, ending)) ?? accountNotFound();
}

/** The cached responses to requests with the account's keys. */
function purgeOf(ctx: Context, id: string) {
  return { tag: `a-${id}`, askedAt: ctx.now() };
}

function newKeys(): Keys {
  return {
    private_api_key: `sk_${randomHex(24)}`,
    publishable_key: `pk_${randomHex(24)}`,
    secret_token: randomHex(32),
    webhook_secret: `whsec_${Buffer.from(randomBytes(32)).toString("base64")}`,
  };
}

function storedKeys({ env }: Context, keys: Keys) {
  return {
    privateKeyHash: sha256Hex(keys.private_api_key),
    publishableKeyHash: sha256Hex(keys.publishable_key),
    secretTokenSealed: seal(keys.secret_token, env.ENCRYPTION_KEY),
    webhookSecretSealed: seal(keys.webhook_secret, env.ENCRYPTION_KEY),
  };
}

function accountNotFound(): never {
  throw new AppError("account_not_found", "There is no account with this id.");
}
