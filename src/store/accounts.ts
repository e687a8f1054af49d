import { and, asc, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import type { Env } from "../env";
import { database } from "./db";
import type { AccountRow, PurgeRow, ScreenshotRow } from "./rows";
import { accounts, usage } from "./tables/accounts";
import { slowHosts } from "./tables/deliveries";
import { purges } from "./tables/purges";
import { screenshots } from "./tables/screenshots";

/** The account of a key, and the newest picture of this snap key, in one query. */
export async function findAccountByKey(
  env: Env,
  keyHash: string,
  snapKey = "",
): Promise<{ account: AccountRow; shot: ScreenshotRow | null } | undefined> {
  const newestShot = sql`(SELECT id FROM screenshots
    WHERE account_id = ${accounts.id} AND snap_key = ${snapKey} AND status = 'done'
    ORDER BY taken_at DESC LIMIT 1)`;
  const [found] = await database(env)
    .select({ account: accounts, shot: screenshots })
    .from(accounts)
    .leftJoin(screenshots, eq(screenshots.id, newestShot))
    .where(and(keyIs(keyHash), isNull(accounts.deletedAt)));
  return found;
}

function keyIs(keyHash: string) {
  return or(eq(accounts.privateKeyHash, keyHash), eq(accounts.publishableKeyHash, keyHash));
}

export async function insertAccount(env: Env, account: AccountRow): Promise<void> {
  await database(env).insert(accounts).values(account);
}

/** An account that is not being erased. */
export async function findAccount(env: Env, id: string): Promise<AccountRow | undefined> {
  return database(env).select().from(accounts).where(isLiveAccount(id)).get();
}

export async function listAccounts(env: Env): Promise<AccountRow[]> {
  return database(env)
    .select()
    .from(accounts)
    .where(isNull(accounts.deletedAt))
    .orderBy(asc(accounts.createdAt), asc(accounts.id));
}

/** The changed account; undefined when there is none. */
export async function updateAccount(
  env: Env,
  id: string,
  changes: Partial<AccountRow>,
): Promise<AccountRow | undefined> {
  const [updated] = await database(env)
    .update(accounts)
    .set(changes)
    .where(isLiveAccount(id))
    .returning();
  return updated;
}

/** Replaces the keys. Until `oldUntil` the old webhook secret signs too. */
export async function replaceKeys(
  env: Env,
  id: string,
  keys: Partial<AccountRow>,
  { oldUntil, purge }: { oldUntil: number; purge: PurgeRow },
): Promise<AccountRow | undefined> {
  const changes = {
    ...keys,
    oldWebhookSecretSealed: sql`webhook_secret_sealed`,
    oldWebhookSecretUntil: oldUntil,
  };
  return updateAndPurge(env, id, changes, purge);
}

/** Ends an account: its keys are invalid at once. */
export async function endAccount(
  env: Env,
  id: string,
  { now, purge }: { now: number; purge: PurgeRow },
): Promise<AccountRow | undefined> {
  return updateAndPurge(env, id, { deletedAt: now }, purge);
}

/** Changes an account and requests the purge of its cached responses, in one transaction. */
async function updateAndPurge(
  env: Env,
  id: string,
  changes: SQLiteUpdateSetSource<typeof accounts>,
  purge: PurgeRow,
): Promise<AccountRow | undefined> {
  const db = database(env);
  const { tag, askedAt } = purge;
  // An account that does not exist has nothing to purge.
  const request = db
    .select({ tag: sql<string>`${tag}`.as("tag"), askedAt: sql<number>`${askedAt}`.as("asked_at") })
    .from(accounts)
    .where(isLiveAccount(id));
  const [, updated] = await db.batch([
    db.insert(purges).select(request).onConflictDoUpdate({ target: purges.tag, set: { askedAt } }),
    db.update(accounts).set(changes).where(isLiveAccount(id)).returning(),
  ]);
  return updated[0];
}

/** Accounts whose erasure has started and not finished. */
export async function listDeletedAccounts(env: Env): Promise<string[]> {
  const rows = await database(env)
    .select({ id: accounts.id })
    .from(accounts)
    .where(isNotNull(accounts.deletedAt));
  return rows.map((row) => row.id);
}

/** The last step of an erasure: removes the row that marks it. */
export async function removeAccount(env: Env, id: string): Promise<void> {
  const db = database(env);
  await db.batch([
    db.delete(usage).where(eq(usage.accountId, id)),
    db.delete(slowHosts).where(eq(slowHosts.accountId, id)),
    db.delete(accounts).where(eq(accounts.id, id)),
  ]);
}

function isLiveAccount(id: string) {
  return and(eq(accounts.id, id), isNull(accounts.deletedAt));
}
