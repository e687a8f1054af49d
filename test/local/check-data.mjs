import {
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "../../scripts/failure.mjs";
import { checkData } from "../../scripts/local/check-data.mjs";

const NOBODY = 65_534;

let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "check-data-"));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await chmod(join(folder, "v3"), 0o700).catch(() => undefined);
  await rm(folder, { recursive: true });
});

/** Creates a database with many pages in the folder of the local server. */
async function newDatabase() {
  const databases = join(folder, "v3", "d1");
  await mkdir(databases, { recursive: true });
  const file = join(databases, "database.sqlite");
  const database = new DatabaseSync(file);
  database.exec("CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)");
  database.exec("BEGIN");
  const insert = database.prepare("INSERT INTO rows (text) VALUES (?)");
  for (let n = 0; n < 200; n++) insert.run("x".repeat(500));
  database.exec("COMMIT");
  database.close();
  return file;
}

/** Runs `act` as another user, because root may write everywhere. */
async function asUser(act) {
  if (process.getuid() !== 0) return act();
  process.seteuid(NOBODY);
  try {
    return await act();
  } finally {
    process.seteuid(0);
  }
}

test("a new folder and an intact one are accepted, and no file is left in them", async () => {
  await checkData(join(folder, "new"));
  await newDatabase();
  await checkData(folder);
  expect(await readdir(join(folder, "v3"))).toEqual(["d1"]);
});

test.each([
  ["a file in its way", (path) => writeFile(path, "")],
  ["you may not write there", () => chmod(folder, 0o555)],
])("%s: the error is one sentence with the reason", async (reason, arrange) => {
  const dataDir = join(folder, "data");
  await arrange(dataDir);
  const check = () => checkData(dataDir).catch((thrown) => thrown);
  const error = await (reason.includes("write") ? asUser(check) : check());
  expect(error).toBeInstanceOf(Failure);
  expect(error.message).toContain(`${reason}): set DATA_DIR`);
});

describe("a folder with a database", () => {
  let file;
  beforeEach(async () => {
    await chmod(folder, 0o777);
    file = await asUser(newDatabase);
  });
  const check = () => asUser(() => checkData(folder).catch((thrown) => thrown));

  test("that you may no longer write to is an error with the folder and the reason", async () => {
    await chmod(join(folder, "v3"), 0o555);
    const error = await check();
    expect(error).toBeInstanceOf(Failure);
    expect(error.message).toContain(`${folder} cannot hold the data (you may not write there)`);
  });

  test.each([
    ["read", 0o000],
    ["write", 0o444],
  ])("that you may not %s is an error with the name of the database", async (_, mode) => {
    await chmod(file, mode);
    const error = await check();
    expect(error).toBeInstanceOf(Failure);
    expect(error.message).toBe(
      `The database ${file} cannot be opened (you may not read and write it): make it readable and writable for you, or set DATA_DIR to another folder.`,
    );
  });
});

test.each([
  ["cut off", async (file) => truncate(file, Math.floor((await stat(file)).size / 8_192) * 4_096)],
  ["no database", (file) => writeFile(file, "This is no database.".repeat(500))],
  ["damaged inside", (file) => overwrite(file, 20)],
])("the error names a database that is %s", async (_, damage) => {
  const file = await newDatabase();
  await damage(file);
  const error = await checkData(folder).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(Failure);
  expect(error.message).toContain(`The database ${file} is damaged`);
});

/** Overwrites one page of a file. */
async function overwrite(file, page) {
  const handle = await open(file, "r+");
  await handle.write(Buffer.alloc(4_096, 0xff), 0, 4_096, page * 4_096);
  await handle.close();
}
