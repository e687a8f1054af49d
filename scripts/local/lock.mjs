import { createHash } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { atEnd } from "./lifetime.mjs";

/**
 * Keeps a data folder for this server alone: two would run the same alarms on the same files. A socket tells whether
 * the other one lives; a number in a file could by now be that of any process.
 */
export async function lockData(dataDir) {
  const address = addressOf(dataDir);
  const lock = createServer((visitor) => visitor.end());
  try {
    await listen(lock, address);
  } catch (error) {
    if (error.code !== "EADDRINUSE") throw error;
    if (await answers(address)) {
      throw new Failure(
        `Another server keeps its data in ${dataDir}: end it, or set DATA_DIR to another folder.`,
      );
    }
    // Left by one that was killed.
    await rm(address, { force: true });
    await listen(lock, address);
  }
  atEnd(async () => lock.close());
}

/** In the folder of temporary files: the address of a socket is short. */
function addressOf(dataDir) {
  const name = `pagepixels-${createHash("sha256").update(dataDir).digest("hex").slice(0, 16)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

async function listen(server, address) {
  server.listen(address);
  await once(server, "listening");
}

async function answers(address) {
  const visitor = connect(address);
  try {
    await once(visitor, "connect");
    return true;
  } catch {
    return false;
  } finally {
    visitor.destroy();
  }
}
