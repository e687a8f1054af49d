import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withDatabase } from "../../scripts/local/database.mjs";
import { migrate } from "../../scripts/local/migrations.mjs";
import { readWorker } from "../../scripts/local/worker.mjs";
import { runLocalWrangler } from "../../scripts/local/wrangler.mjs";

let worker;
const folders = [];
beforeAll(async () => {
  worker = await readWorker();
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function newFolder() {
  const folder = await mkdtemp(join(tmpdir(), "migrations-"));
  folders.push(folder);
  return folder;
}

/** The names of the migrations that a database has, and of its other tables. */
async function contentsOf(database) {
  const namesIn = async (query) => {
    const { results } = await database.prepare(query).all();
    return results.map(({ name }) => name);
  };
  return {
    migrations: await namesIn("SELECT name FROM d1_migrations ORDER BY id"),
    tables: await namesIn(`SELECT name FROM sqlite_master WHERE type = 'table'
      AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name <> 'd1_migrations' ORDER BY name`),
  };
}

test("a migration that fails leaves nothing behind, and continues once it is corrected", async () => {
  const migrations = await newFolder();
  const write = (name, sql) => writeFile(join(migrations, name), sql);
  await write("0000_first.sql", "CREATE TABLE first (id INTEGER); INSERT INTO first VALUES (1);");
  await write(
    "0001_second.sql",
    "CREATE TABLE second (id INTEGER); INSERT INTO missing VALUES (1);",
  );
  await write("0002_third.sql", "CREATE TABLE third (id INTEGER);");
  await withDatabase(worker, await newFolder(), async (database) => {
    await expect(migrate(database, migrations)).rejects.toThrow(
      /^Migrating the local database failed at 0001_second\.sql: .*no such table: missing/,
    );
    expect(await contentsOf(database)).toEqual({
      migrations: ["0000_first.sql"],
      tables: ["first"],
    });

    await write("0001_second.sql", "CREATE TABLE second (id INTEGER);");
    await migrate(database, migrations);
    expect(await contentsOf(database)).toEqual({
      migrations: ["0000_first.sql", "0001_second.sql", "0002_third.sql"],
      tables: ["first", "second", "third"],
    });
    const { results } = await database.prepare("SELECT * FROM first").all();
    expect(results).toEqual([{ id: 1 }]);
  });
});

test("wrangler and npm start make the same database, and npm start opens the one of wrangler", async () => {
  const [own, wranglers] = [await newFolder(), await newFolder()];
  const apply = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", wranglers];
  await runLocalWrangler("Migrating", apply);
  const schemaOf = async (database) => {
    const { results } = await database
      .prepare(
        "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name",
      )
      .all();
    return results.map(({ name, sql }) => [name, sql?.replace(/[\s"]+/g, " ")]);
  };
  const read = async (folder) => {
    let found;
    await withDatabase(worker, folder, async (database) => {
      await migrate(database);
      found = { ...(await contentsOf(database)), schema: await schemaOf(database) };
    });
    return found;
  };
  const found = await read(wranglers);
  const files = (await readdir("migrations")).filter((name) => name.endsWith(".sql"));
  expect(found.migrations).toEqual(files.sort());
  expect(found).toEqual(await read(own));
});
