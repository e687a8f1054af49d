import { type SQL, sql } from "drizzle-orm";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import type { Env } from "../env";

/** Drizzle on the database of this environment. */
export function database(env: Env): DrizzleD1Database {
  return drizzle(env.DB);
}

const dialect = new SQLiteSyncDialect();

/**
 * Runs statements in one transaction, in order: a batch is the only transaction of D1. Drizzle's `batch` does not take
 * raw SQL, which our statements need: they use `changes()` of the previous one.
 */
export async function transaction(env: Env, statements: SQL[]): Promise<D1Result[]> {
  return env.DB.batch(
    statements.map((statement) => {
      const query = dialect.sqlToQuery(statement);
      return env.DB.prepare(query.sql).bind(...query.params);
    }),
  );
}

/** Resolves when the database has its tables and accepts a write. A full or read-only one still answers queries. */
export async function databaseAnswers(env: Env): Promise<void> {
  await transaction(env, [
    sql`INSERT INTO health_checks (id, checked_at) VALUES (1, ${Date.now()})
      ON CONFLICT DO UPDATE SET checked_at = excluded.checked_at`,
  ]);
}
