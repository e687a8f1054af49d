import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { atEnd } from "./lifetime.mjs";

/** Keeps a data folder for this server alone: two would run the same alarms on the same files. */
export async function lockData(dataDir) {
  const file = join(dataDir, "server.pid");
  await mkdir(dataDir, { recursive: true });
  const owner = Number(await readFile(file, "utf8").catch(() => 0));
  if (owner && owner !== process.pid && isRunning(owner)) {
    throw new Failure(
      `Another server (process ${owner}) keeps its data in ${dataDir}: end it, or set DATA_DIR to another folder.`,
    );
  }
  await writeFile(file, String(process.pid));
  atEnd(() => rm(file, { force: true }));
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs as somebody else.
    return error.code === "EPERM";
  }
}
