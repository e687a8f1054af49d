import { createHash } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { onShutdown } from "./lifetime.mjs";

/**
 * Locks a data folder: two servers would run the same alarms on the same files. The lock is a socket, because a process
 * id in a file could belong to another process after a crash.
 */
export async function lockData(dataDir) {
  const address = socketAddress(dataDir);
  const lock = createServer((client) => client.end());
  try {
    await listen(lock, address);
  } catch (error) {
    if (error.code !== "EADDRINUSE") throw error;
    if (await isListening(address)) {
      throw new Failure(
        `Another server keeps its data in ${dataDir}: end it, or set DATA_DIR to another folder.`,
      );
    }
    // A server that was killed has left its socket.
    await rm(address, { force: true });
    await listen(lock, address);
  }
  onShutdown(async () => lock.close());
}

/** A path in the temporary folder, because the path of a Unix socket is limited to about 100 characters. */
function socketAddress(dataDir) {
  const name = `pagepixels-${createHash("sha256").update(dataDir).digest("hex").slice(0, 16)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

async function listen(server, address) {
  server.listen(address);
  await once(server, "listening");
}

async function isListening(address) {
  const client = connect(address);
  try {
    await once(client, "connect");
    return true;
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}
