import { type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import { database, transaction } from "./db";
import type { PurgeRow } from "./rows";
import { purges } from "./tables/purges";

/** The platform takes so many tags in one call: https://developers.cloudflare.com/cache/how-to/purge-cache/ */
const TAGS_A_CALL = 100;

/** The statement that asks for a tag to be purged, for a transaction of which that is a part. */
export function purgeRequest(tag: string, askedAt: number): SQL {
  return sql`INSERT INTO purges (tag, asked_at) VALUES (${tag}, ${askedAt})
    ON CONFLICT DO UPDATE SET asked_at = excluded.asked_at`;
}

/** Tags that are still to be purged, as many as fit into one call. */
export async function pendingPurges(env: Env): Promise<PurgeRow[]> {
  return database(env).select().from(purges).limit(TAGS_A_CALL);
}

/** Forgets what was purged, but for what was asked for again meanwhile. */
export async function forgetPurges(env: Env, purged: PurgeRow[]): Promise<void> {
  await transaction(
    env,
    purged.map(
      ({ tag, askedAt }) => sql`DELETE FROM purges WHERE tag = ${tag} AND asked_at = ${askedAt}`,
    ),
  );
}
