import { type SQL, sql } from "drizzle-orm";
import type { Env } from "../env";
import { database, transaction } from "./db";
import type { PurgeRow } from "./rows";
import { purges } from "./tables/purges";

/** The most tags of one call: https://developers.cloudflare.com/cache/how-to/purge-cache/ */
const TAGS_A_CALL = 100;

/** The statement that requests the purge of a tag, for a transaction. */
export function purgeRequest(tag: string, askedAt: number): SQL {
  return sql`INSERT INTO purges (tag, asked_at) VALUES (${tag}, ${askedAt})
    ON CONFLICT DO UPDATE SET asked_at = excluded.asked_at`;
}

/** Tags still to be purged, as many as fit into one call. */
export async function pendingPurges(env: Env): Promise<PurgeRow[]> {
  return database(env).select().from(purges).limit(TAGS_A_CALL);
}

/** Removes purged tags, except those requested again meanwhile. */
export async function forgetPurges(env: Env, purged: PurgeRow[]): Promise<void> {
  await transaction(
    env,
    purged.map(
      ({ tag, askedAt }) => sql`DELETE FROM purges WHERE tag = ${tag} AND asked_at = ${askedAt}`,
    ),
  );
}
