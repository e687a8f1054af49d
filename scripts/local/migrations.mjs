import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { ROOT } from "../root.mjs";

const MIGRATIONS = join(ROOT, "migrations");

// The same table as `wrangler d1 migrations apply`, so that both can be used on the same data.
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`;

/**
 * Applies the missing migrations of a folder in the order of their names, each in one transaction. This does what
 * `wrangler d1 migrations apply` does, but does not take seconds to start another process.
 */
export async function migrate(database, folder = MIGRATIONS) {
  await database.prepare(CREATE_TABLE).run();
  const { results } = await database.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(results.map(({ name }) => name));
  const files = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  for (const name of files) if (!applied.has(name)) await apply(database, folder, name);
}

async function apply(database, folder, name) {
  const { unstable_splitSqlQuery } = await import("wrangler");
  const statements = unstable_splitSqlQuery(await readFile(join(folder, name), "utf8"));
  const record = database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name);
  try {
    await database.batch([...statements.map((sql) => database.prepare(sql)), record]);
  } catch (error) {
    throw new Failure(`Migrating the local database failed at ${name}: ${error.message}`);
  }
}
