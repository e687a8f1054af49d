import { inArray, lte, type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import type { ClaimedJob } from "./changes";
import { database } from "./db";
import { imageRemovals } from "./tables/screenshots";

/** Only a few: a local server answers nothing else while the bucket removes them and their thumbnails. */
const IMAGES_PER_SWEEP = 50;

/**
 * Records that a worker is about to store the image of its job, so that the sweep removes it if the job is not
 * finished. False when the job is closed, or another worker has it by now.
 */
export async function expectImage(env: Env, job: ClaimedJob, dueAt: number): Promise<boolean> {
  const { meta } = await database(env).run(sql`INSERT INTO image_removals (image_key, due_at)
    SELECT image_key, ${dueAt} FROM screenshots
    WHERE id = ${job.id} AND status = 'in_progress' AND attempts = ${job.attempts}
    ON CONFLICT DO UPDATE SET due_at = excluded.due_at`);
  return meta.changes === 1;
}

/** The statement that keeps the image of a finished job, for the transaction that finishes it. */
export function keepImage({ id, attempts }: ClaimedJob): SQL {
  return sql`DELETE FROM image_removals WHERE image_key = (SELECT image_key FROM screenshots
    WHERE id = ${id} AND status = 'done' AND attempts = ${attempts})`;
}

/** Some images whose time to be stored is over. `isUsed`: a finished screenshot has the image. */
export async function dueRemovals(
  env: Env,
  now: number,
): Promise<{ imageKey: string; isUsed: boolean }[]> {
  const isUsed = sql<number>`EXISTS (SELECT 1 FROM screenshots
    WHERE screenshots.image_key = ${imageRemovals.imageKey} AND screenshots.status = 'done')`;
  const rows = await database(env)
    .select({ imageKey: imageRemovals.imageKey, isUsed })
    .from(imageRemovals)
    .where(lte(imageRemovals.dueAt, now))
    .limit(IMAGES_PER_SWEEP);
  return rows.map((row) => ({ imageKey: row.imageKey, isUsed: row.isUsed === 1 }));
}

export async function forgetRemovals(env: Env, imageKeys: string[]): Promise<void> {
  await database(env).delete(imageRemovals).where(inArray(imageRemovals.imageKey, imageKeys));
}
