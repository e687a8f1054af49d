import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { WITH_PARENT } from "../with-parent.mjs";

const TIMEOUT_MS = 60_000;
const LISTENING = /^DevTools listening on (ws:\S+)/;

/** Starts the browser once with these flags, and has a page count: its renderers must work too. */
export async function tryBrowser({ path, environment }, flags) {
  const profile = await mkdtemp(join(tmpdir(), "browser-trial-"));
  const args = ["--headless=new", `--user-data-dir=${profile}`, ...flags];
  const command = [WITH_PARENT, path, ...args, "--remote-debugging-port=0", "about:blank"];
  const child = spawn("/bin/sh", command, {
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
    // A group of its own: a browser is many processes, and all of them must go.
    detached: true,
  });
  const ended = once(child, "close");
  const timer = setTimeout(() => killGroup(child), TIMEOUT_MS);
  try {
    await pageAnswers(await endpoint(child));
    return { works: true };
  } catch (error) {
    return { works: false, reason: error.message };
  } finally {
    clearTimeout(timer);
    killGroup(child);
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The address of the browser's DevTools; without one, the last line it wrote says why. */
async function endpoint(child) {
  let last = "it ended at once.";
  for await (const line of createInterface({ input: child.stderr })) {
    const address = line.match(LISTENING)?.[1];
    if (address) return new URL(address);
    last = line || last;
  }
  throw new Error(last);
}

async function pageAnswers({ host }) {
  const socket = new WebSocket((await firstPage(host)).webSocketDebuggerUrl);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  await once(socket, "open", { signal });
  socket.send(
    JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression: "1 + 1" } }),
  );
  const [{ data }] = await once(socket, "message", { signal });
  socket.close();
  if (JSON.parse(data).result?.result?.value !== 2) throw new Error("its pages run no scripts.");
}

/** It may open a little after the browser listens. A browser that dies meanwhile refuses the connection. */
async function firstPage(host) {
  for (;;) {
    const targets = await (await fetch(`http://${host}/json/list`)).json();
    const page = targets.find(({ type }) => type === "page");
    if (page) return page;
    await pause(50);
  }
}

function killGroup(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}
