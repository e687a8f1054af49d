// npm run bench:blocking-patterns: measures the CPU time of Chromium's browser process for a page with 250 requests, by
// the number of patterns of Fetch.enable. Only on Linux: it reads the CPU time from /proc.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chooseBrowser } from "../scripts/browser/choose.mjs";
import { AD_HOSTS, TRACKING_HOSTS } from "../src/browser/guard/blocked-hosts.ts";

const ROUNDS = Number(process.argv[2] ?? 15);
const hosts = [...new Set(`${AD_HOSTS} ${TRACKING_HOSTS}`.trim().split(/\s+/))];
const patterns = hosts.map((host) => `*${host}*`);
const CASES = [
  ["off", []],
  ["1 pattern", patterns.slice(0, 1)],
  ["100 patterns", patterns.slice(0, 100)],
  ["300 patterns", patterns.slice(0, 300)],
  [`${patterns.length} patterns: both lists`, patterns],
  ["*, every request paused and continued", ["*"]],
];

const site = await startImageSite();
const profile = await mkdtemp(join(tmpdir(), "patterns-"));
const browser = await launchBrowser(profile);
const spent = new Map(CASES.map(([name]) => [name, 0]));
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, urlPatterns] of CASES) {
    const milliseconds = await measureLoad(urlPatterns);
    // The first round warms up.
    if (round > 0) spent.set(name, spent.get(name) + milliseconds);
  }
}
for (const [name, total] of spent) console.log(`${name}: ${Math.round(total / ROUNDS)} ms`);
process.kill(-browser.child.pid, "SIGKILL");
await once(browser.child, "close");
site.close();
await rm(profile, { recursive: true, force: true, maxRetries: 5 });
process.exit();

async function startImageSite() {
  const imagePath = (n) =>
    `/assets/a/longer/path/of/images/number-${n}.png?version=20240101&size=1200x800`;
  const images = Array.from({ length: 249 }, (_, n) => `<img src="${imagePath(n)}&format=webp">`);
  const server = createServer((request, response) => {
    response.writeHead(200, {
      "Content-Type": request.url === "/" ? "text/html" : "image/svg+xml",
    });
    response.end(
      request.url === "/" ? images.join("") : '<svg xmlns="http://www.w3.org/2000/svg"/>',
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function launchBrowser(folder) {
  const { path, environment } = await chooseBrowser();
  const flags = ["--headless=new", "--no-sandbox", `--user-data-dir=${folder}`];
  const child = spawn(path, [...flags, "--remote-debugging-port=0"], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  for await (const line of createInterface({ input: child.stderr })) {
    const [, address] = /listening on (ws:\S+)/.exec(line) ?? [];
    if (address) return { child, ...(await connectDevTools(address)) };
  }
  throw new Error("the browser ended before it listened");
}

async function connectDevTools(address) {
  const socket = new WebSocket(address);
  await once(socket, "open");
  const waiting = new Map();
  const listeners = new Set();
  let last = 0;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    waiting.get(message.id)?.(message.result);
    for (const listener of listeners) listener(message);
  });
  const send = (method, params, sessionId) =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, method, params, sessionId }));
    });
  return { send, listeners };
}

async function measureLoad(urlPatterns) {
  const { send, listeners } = browser;
  const { browserContextId } = await send("Target.createBrowserContext");
  const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  await send("Page.enable", {}, sessionId);
  const { promise: loaded, resolve } = Promise.withResolvers();
  const listener = ({ method, params }) => {
    if (method === "Page.loadEventFired") resolve();
    if (method !== "Fetch.requestPaused") return;
    void send("Fetch.continueRequest", { requestId: params.requestId }, sessionId);
  };
  listeners.add(listener);
  const before = await readCpuMs();
  const fetchPatterns = urlPatterns.map((urlPattern) => ({ urlPattern }));
  if (fetchPatterns.length > 0) await send("Fetch.enable", { patterns: fetchPatterns }, sessionId);
  await send("Page.navigate", { url: `http://localhost:${site.address().port}/` }, sessionId);
  await loaded;
  const spent = (await readCpuMs()) - before;
  listeners.delete(listener);
  await send("Target.disposeBrowserContext", { browserContextId });
  return spent;
}

/** The user and system time of the browser process, which handles requests. Linux counts in hundredths of a second. */
async function readCpuMs() {
  const stat = await readFile(`/proc/${browser.child.pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
