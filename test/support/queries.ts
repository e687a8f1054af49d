import { env } from "cloudflare:workers";
import type { Env } from "../../src/env";

interface Query {
  sql: string;
  parameters: unknown[];
}

/** Runs some work; returns the queries that it sent to the database, in order. */
export async function queriesOf(work: (env: Env) => Promise<unknown>): Promise<Query[]> {
  const queries: Query[] = [];
  const prepare = (sql: string) => ({
    bind: (...parameters: unknown[]) => {
      queries.push({ sql, parameters });
      return env.DB.prepare(sql).bind(...parameters);
    },
  });
  await work({ ...env, DB: { prepare } as unknown as D1Database });
  return queries;
}

/** The number of rows that D1 reads for a query, including index rows. D1 bills them. */
export async function rowsRead({ sql, parameters }: Query): Promise<number> {
  const { meta } = await env.DB.prepare(sql)
    .bind(...parameters)
    .run();
  return meta.rows_read;
}

/** The steps of the query plan. */
export async function planOf({ sql, parameters }: Query): Promise<string[]> {
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...parameters)
    .run<{ detail: string }>();
  return results.map((step) => step.detail);
}
