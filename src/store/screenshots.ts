import { and, desc, eq, getTableColumns, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Env } from "../env";
import { database } from "./db";
import { type Paging, pageOf } from "./paging";
import type { ScreenshotRow } from "./rows";
import { accounts } from "./tables/accounts";
import { configurations } from "./tables/configurations";
import { screenshots } from "./tables/screenshots";

/** Whose rows a list contains: those of an account, or of one configuration. */
export type ListOwner = { accountId: string } | { configurationId: string };

/** Finished screenshots by the time they were taken. */
export async function listScreenshots(
  env: Env,
  owner: ListOwner,
  paging: Paging,
): Promise<ScreenshotRow[]> {
  return pageOf(
    database(env).select().from(screenshots).$dynamic(),
    [ownedBy(owner), eq(screenshots.status, "done"), notBeingErased(screenshots.configurationId)],
    { time: screenshots.takenAt, id: screenshots.id },
    paging,
  );
}

/** The newest picture of a snap key. */
export async function newestOfSnap(
  env: Env,
  accountId: string,
  snapKey: string,
): Promise<ScreenshotRow | null> {
  const found = await database(env)
    .select()
    .from(screenshots)
    .where(
      and(
        eq(screenshots.accountId, accountId),
        eq(screenshots.snapKey, snapKey),
        eq(screenshots.status, "done"),
      ),
    )
    .orderBy(desc(screenshots.takenAt))
    .limit(1)
    .get();
  return found ?? null;
}

/** The finished screenshot of an image; undefined when its account or configuration is being erased. */
export async function findServed(env: Env, imageKey: string): Promise<ScreenshotRow | undefined> {
  return database(env)
    .select(getTableColumns(screenshots))
    .from(screenshots)
    .innerJoin(accounts, eq(accounts.id, screenshots.accountId))
    .leftJoin(configurations, eq(configurations.id, screenshots.configurationId))
    .where(
      and(
        eq(screenshots.imageKey, imageKey),
        eq(screenshots.status, "done"),
        isNull(accounts.deletedAt),
        isNull(configurations.deletedAt),
      ),
    )
    .get();
}

/** Some rows of an owner in any state, with the keys of their images. */
export async function someScreenshotsOf(
  env: Env,
  owner: ListOwner,
): Promise<Pick<ScreenshotRow, "id" | "imageKey">[]> {
  return database(env)
    .select({ id: screenshots.id, imageKey: screenshots.imageKey })
    .from(screenshots)
    .where(ownedBy(owner))
    .limit(ERASED_AT_ONCE);
}

/** Only a few: a local server answers nothing else while the bucket removes their images. */
const ERASED_AT_ONCE = 25;

/** At most 100 ids, which is D1's limit of bound parameters (https://developers.cloudflare.com/d1/platform/limits/). */
export async function removeScreenshots(env: Env, ids: string[]): Promise<void> {
  await database(env).delete(screenshots).where(inArray(screenshots.id, ids));
}

/** Hides the records of a configuration that is being erased. */
export function notBeingErased(configurationId: SQLiteColumn): SQL {
  return sql`(${configurationId} IS NULL OR ${configurationId} NOT IN
    (SELECT id FROM configurations WHERE deleted_at IS NOT NULL))`;
}

function ownedBy(owner: ListOwner) {
  return "accountId" in owner
    ? eq(screenshots.accountId, owner.accountId)
    : eq(screenshots.configurationId, owner.configurationId);
}
