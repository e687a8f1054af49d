import { and, asc, desc, eq, gt, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import { database } from "./db";
import type { Paging } from "./paging";
import { accounts, type ScreenshotRow, screenshots } from "./tables";

/** Whose screenshots a list holds. */
export type ListOwner = { accountId: string };

/** Finished screenshots by the time they were taken; ties broken by id, so that pages never overlap. */
export async function listScreenshots(
  env: Env,
  owner: ListOwner,
  { after, before, order, limit, page }: Paging,
): Promise<ScreenshotRow[]> {
  const direction = order === "ASC" ? asc : desc;
  const conditions: (SQL | undefined)[] = [
    // Spelled out: a bound parameter would not match the partial index.
    sql`status = 'done'`,
    eq(screenshots.accountId, owner.accountId),
    after === undefined ? undefined : gt(screenshots.takenAt, after),
    before === undefined ? undefined : lt(screenshots.takenAt, before),
  ];
  return database(env)
    .select()
    .from(screenshots)
    .where(and(...conditions))
    .orderBy(direction(screenshots.takenAt), direction(screenshots.id))
    .limit(limit)
    .offset((page - 1) * limit);
}

/** Whether an image may be served: it was finished, and its owner is not being erased. */
export async function isServed(env: Env, imageKey: string): Promise<boolean> {
  const found = await database(env)
    .select({ id: screenshots.id })
    .from(screenshots)
    .innerJoin(accounts, and(eq(accounts.id, screenshots.accountId), isNull(accounts.deletedAt)))
    .where(and(eq(screenshots.imageKey, imageKey), sql`${screenshots.status} = 'done'`))
    .get();
  return found !== undefined;
}

/** Some rows of an account, whatever their state, with the keys of their images. */
export async function someOfAccount(
  env: Env,
  accountId: string,
  limit: number,
): Promise<Pick<ScreenshotRow, "id" | "imageKey">[]> {
  return database(env)
    .select({ id: screenshots.id, imageKey: screenshots.imageKey })
    .from(screenshots)
    .where(eq(screenshots.accountId, accountId))
    .limit(limit);
}

/** At most 100 ids: D1 binds no more parameters. */
export async function removeScreenshots(env: Env, ids: string[]): Promise<void> {
  await database(env).delete(screenshots).where(inArray(screenshots.id, ids));
}
