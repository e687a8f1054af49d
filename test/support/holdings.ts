import { env } from "cloudflare:workers";

/** The number of rows of every table, and of objects in the bucket. */
export async function holdings(): Promise<Record<string, number>> {
  const { results: tables } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table'
      AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'd1_%'`,
  ).run<{ name: string }>();
  const counts = tables.map(({ name }) => `(SELECT count(*) FROM "${name}") AS "${name}"`);
  const rows = await env.DB.prepare(`SELECT ${counts.join()}`).first<Record<string, number>>();
  return { ...rows, objects: await objects() };
}

async function objects(): Promise<number> {
  let count = 0;
  let page = await env.BUCKET.list();
  for (;;) {
    count += page.objects.length;
    if (!page.truncated) return count;
    page = await env.BUCKET.list({ cursor: page.cursor });
  }
}

/** The bucket, whose nth deletion fails. */
export function failingBucket(n: number): R2Bucket {
  let deletions = 0;
  return new Proxy(env.BUCKET, {
    get(bucket, name) {
      const method: unknown = Reflect.get(bucket, name, bucket);
      if (typeof method !== "function") return method;
      if (name !== "delete") return method.bind(bucket);
      return async (keys: string[]) => {
        deletions += 1;
        if (deletions === n) throw new Error("R2 is out of order");
        return bucket.delete(keys);
      };
    },
  });
}
