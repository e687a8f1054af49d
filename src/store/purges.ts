import { inArray } from "drizzle-orm";
import type { Env } from "../env";
import { database } from "./db";
import { purges } from "./tables";

/** The platform takes so many tags in one call: https://developers.cloudflare.com/cache/how-to/purge-cache/ */
const TAGS_A_CALL = 100;

export async function rememberPurge(env: Env, tag: string, askedAt: number): Promise<void> {
  await database(env).insert(purges).values({ tag, askedAt }).onConflictDoNothing();
}

/** Tags that are still to be purged, as many as fit into one call. */
export async function pendingPurges(env: Env): Promise<string[]> {
  const rows = await database(env).select().from(purges).limit(TAGS_A_CALL);
  return rows.map((row) => row.tag);
}

export async function forgetPurges(env: Env, tags: string[]): Promise<void> {
  await database(env).delete(purges).where(inArray(purges.tag, tags));
}
