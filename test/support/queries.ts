import { env } from "cloudflare:workers";
import type { Env } from "../../src/env";

interface Query {
  sql: string;
  parameters: unknown[];
}

/** The queries that some work sends to the database, one after another; they are also run. */
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

/** Rows that the database reads to answer a query, indexes included: what is paid for. */
export async function rowsRead({ sql, parameters }: Query): Promise<number> {
  const { meta } = await env.DB.prepare(sql)
    .bind(...parameters)
    .run();
  return meta.rows_read;
}

/** How the database finds the rows of a query, step by step. */
export async function planOf({ sql, parameters }: Query): Promise<string[]> {
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...parameters)
    .run<{ detail: string }>();
  return results.map((step) => step.detail);
}
