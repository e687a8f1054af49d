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
import type { AccountRow } from "../store/tables";

/** What opens an account; shown once, at its creation or rotation. */
export interface Keys {
  private_api_key: string;
  publishable_key: string;
  secret_token: string;
  webhook_secret: string;
}

/** What an operator sets on an account. */
export interface AccountSettings {
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
    createdAt: ctx.now(),
    ...{ oldWebhookSecretSealed: null, oldWebhookSecretUntil: null, deletedAt: null },
    ...(await atRest(ctx, keys)),
  };
  await insertAccount(ctx.env, account);
  return { account, keys };
}

export async function requireAccount(ctx: Context, id: string): Promise<AccountRow> {
  return (await findAccount(ctx.env, id)) ?? notFound();
}

export async function changeAccount(
  ctx: Context,
  id: string,
  changes: Partial<AccountSettings>,
): Promise<AccountRow> {
  if (Object.keys(changes).length === 0) return requireAccount(ctx, id);
  return (await updateAccount(ctx.env, id, changes)) ?? notFound();
}

/** Receivers have this long to learn the new webhook secret: until then both sign. */
const OLD_WEBHOOK_SECRET_MS = 24 * 3_600_000;

/** New keys; the old ones are dead from this moment. */
export async function rotateKeys(
  ctx: Context,
  id: string,
): Promise<{ account: AccountRow; keys: Keys }> {
  const keys = newKeys();
  const oldUntil = ctx.now() + OLD_WEBHOOK_SECRET_MS;
  const ending = { oldUntil, purge: purgeOf(ctx, id) };
  const account = (await replaceKeys(ctx.env, id, await atRest(ctx, keys), ending)) ?? notFound();
  return { account, keys };
}

/** Ends an account: its keys are dead from this moment, its data is erased afterwards. */
export async function closeAccount(ctx: Context, id: string): Promise<AccountRow> {
  const ending = { now: ctx.now(), purge: purgeOf(ctx, id) };
  return (await endAccount(ctx.env, id, ending)) ?? notFound();
}

/** What the edge keeps of an account: answers that its keys opened. */
function purgeOf(ctx: Context, id: string) {
  return { tag: `a-${id}`, askedAt: ctx.now() };
}

function newKeys(): Keys {
  return {
    private_api_key: `sk_${randomHex(24)}`,
    publishable_key: `pk_${randomHex(24)}`,
    secret_token: randomHex(32),
    webhook_secret: `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`,
  };
}

async function atRest({ env }: Context, keys: Keys) {
  return {
    privateKeyHash: await sha256Hex(keys.private_api_key),
    publishableKeyHash: await sha256Hex(keys.publishable_key),
    secretTokenSealed: await seal(keys.secret_token, env.ENCRYPTION_KEY),
    webhookSecretSealed: await seal(keys.webhook_secret, env.ENCRYPTION_KEY),
  };
}

function notFound(): never {
  throw new AppError("account_not_found", "There is no account with this id.");
}
