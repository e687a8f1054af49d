import { mkdir, open, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Failure } from "../failure.mjs";
import { stateFolder } from "./state.mjs";

// Checking this amount takes about a second. Of larger databases only the schema and the length are checked.
const MAX_CHECKED_BYTES = 128 * 1024 * 1024;
const REASONS = {
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "it is read-only",
  ENOTDIR: "there is a file in its way",
  EEXIST: "there is a file in its way",
  ENOSPC: "the disk is full",
};
const FILE_REASONS = {
  EACCES: "you may not read and write it",
  EPERM: "you may not read and write it",
  EROFS: "it is read-only",
};

/** Throws a Failure if the data folder is not writable, or if one of its databases cannot be opened or is damaged. */
export async function checkData(dataDir) {
  const folder = stateFolder(dataDir);
  try {
    await expectWritable(folder);
    let bytesLeft = MAX_CHECKED_BYTES;
    for (const file of await listDatabases(folder)) {
      await expectDatabaseOpens(file);
      bytesLeft -= (await stat(file)).size;
      expectIntact(
        file,
        bytesLeft >= 0 ? "PRAGMA quick_check(1)" : "SELECT 'ok' FROM sqlite_schema",
      );
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    const reason = REASONS[error.code] ?? error.message;
    throw new Failure(
      `${dataDir} cannot hold the data (${reason}): set DATA_DIR to a folder that you may write to.`,
    );
  }
}

async function expectWritable(folder) {
  await mkdir(folder, { recursive: true });
  const probe = join(folder, `.probe-${process.pid}`);
  await writeFile(probe, "");
  await rm(probe);
}

async function expectDatabaseOpens(file) {
  try {
    const handle = await open(file, "r+");
    await handle.close();
  } catch (error) {
    const reason = FILE_REASONS[error.code] ?? error.message;
    throw new Failure(
      `The database ${file} cannot be opened (${reason}): make it readable and writable for you, or set DATA_DIR to another folder.`,
    );
  }
}

async function listDatabases(folder) {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith(".sqlite")).map((name) => join(folder, name));
}

function expectIntact(file, query) {
  let result;
  try {
    const database = new DatabaseSync(file);
    try {
      result = Object.values(database.prepare(query).get() ?? { empty: "ok" })[0];
    } finally {
      database.close();
    }
  } catch (error) {
    result = error.message;
  }
  if (result === "ok") return;
  throw new Failure(
    `The database ${file} is damaged (${result}): restore it from a backup, or delete the folder to start without data.`,
  );
}
