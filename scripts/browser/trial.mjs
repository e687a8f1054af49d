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

/** Starts the browser with these flags and runs a script in a page, to check that its renderers work. */
export async function tryBrowser({ path, environment }, flags) {
  const profile = await mkdtemp(join(tmpdir(), "browser-trial-"));
  const args = ["--headless=new", `--user-data-dir=${profile}`, ...flags];
  const command = [WITH_PARENT, path, ...args, "--remote-debugging-port=0", "about:blank"];
  const child = spawn("/bin/sh", command, {
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
    // Its own process group: a browser has many processes, and all must be killed.
    detached: true,
  });
  const ended = once(child, "close");
  const timer = setTimeout(() => killProcessGroup(child), TIMEOUT_MS);
  try {
    await expectWorkingPage(await devToolsUrl(child));
    return { works: true };
  } catch (error) {
    return { works: false, reason: error.message };
  } finally {
    clearTimeout(timer);
    killProcessGroup(child);
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Waits for the URL of the browser's DevTools. If the browser ends, throws the last line that it wrote. */
async function devToolsUrl(child) {
  let last = "it ended without a message.";
  for await (const line of createInterface({ input: child.stderr })) {
    const address = line.match(LISTENING)?.[1];
    if (address) return new URL(address);
    last = line || last;
  }
  throw new Error(last);
}

async function expectWorkingPage({ host }) {
  const socket = new WebSocket((await waitForFirstPage(host)).webSocketDebuggerUrl);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  await once(socket, "open", { signal });
  socket.send(
    JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression: "1 + 1" } }),
  );
  const [{ data }] = await once(socket, "message", { signal });
  socket.close();
  if (JSON.parse(data).result?.result?.value !== 2)
    throw new Error("its pages do not run scripts.");
}

/** The page may open after the browser listens. If the browser dies in the meantime, fetch throws. */
async function waitForFirstPage(host) {
  for (;;) {
    const targets = await (await fetch(`http://${host}/json/list`)).json();
    const page = targets.find(({ type }) => type === "page");
    if (page) return page;
    await pause(50);
  }
}

function killProcessGroup(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group has ended.
  }
}
