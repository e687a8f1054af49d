import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromeLocation } from "../../scripts/browser/miniflare.mjs";
import { prepareBrowser } from "../../scripts/browser.mjs";
import { descendantsOf, kill, survivorsOf } from "../support/processes.mjs";
import { expectNothingLeft, startService, stopService, until } from "./service.mjs";

/** The main process of a browser: the parent of the others. */
const mainOf = (processes) =>
  processes.find(({ parent }) => processes.every(({ pid }) => pid !== parent));
const isBrowser = ({ command }) => /chrom/i.test(command);

describe("a browser of the service", () => {
  let service;
  let site;
  let isAsked = false;
  beforeAll(async () => {
    site = createServer(() => {
      // Never answers: the capture waits for it.
      isAsked = true;
    });
    site.listen(0, "127.0.0.1");
    await once(site, "listening");
    service = await startService();
  });
  afterAll(async () => {
    site.close();
    site.closeAllConnections();
    await stopService(service);
  });

  const snap = (url) => {
    const link = new URL(service.line);
    link.searchParams.set("url", url);
    link.searchParams.set("ttl", "0");
    return fetch(link);
  };
  const browsers = () => descendantsOf(service.npm.pid).filter(isBrowser);

  test("that is killed during captures is replaced, and the captures are taken again", async () => {
    const colours = ["ff0000", "00ff00", "0000ff", "ffff00", "00ffff", "ff00ff"];
    const snaps = colours
      .flatMap((colour) => [1, 2].map((n) => `${service.demo}/?${colour}${n}`))
      .map(snap);
    await until(() => browsers().length > 4);
    const killed = mainOf(browsers());
    kill(killed.pid);
    const answers = await Promise.all(snaps);
    const reasons = await Promise.all(
      answers.filter(({ ok }) => !ok).map(async (answer) => (await answer.json()).reason),
    );
    expect(reasons).toEqual(reasons.map(() => "browser_unavailable"));
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(6);
    expect(mainOf(browsers()).pid).not.toBe(killed.pid);
  });

  test("that freezes is killed and replaced, and the last one ends a minute after the last capture", async () => {
    const waiting = snap(`http://localhost:${site.address().port}/`);
    await until(() => isAsked);
    const frozen = browsers();
    process.kill(mainOf(frozen).pid, "SIGSTOP");

    const next = await snap(`${service.demo}/`);
    expect(next.status, await next.clone().text()).toBe(200);
    await until(() => survivorsOf(frozen).length === 0);
    expect([408, 503]).toContain((await waiting).status);
    await until(() => browsers().length === 0, 60_000);
  });

  test("ends with the service when npm is killed", async () => {
    expect((await snap(`${service.demo}/`)).status).toBe(200);
    await expectNothingLeft(service, "SIGKILL");
  });
});

describe("a browser that miniflare starts", () => {
  let browser;
  let profile;
  beforeAll(async () => {
    await prepareBrowser();
    profile = await mkdtemp(join(tmpdir(), "pagepixels-unused-"));
    const { executable } = await chromeLocation();
    const flags = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`];
    browser = spawn(join(process.env.XDG_CACHE_HOME, executable), flags, {
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
      env: { UNUSED_SECONDS: "3" },
    });
  });
  afterAll(async () => {
    if (browser.exitCode === null && browser.signalCode === null) kill(-browser.pid);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Opens a DevTools connection. Miniflare has one, and each capture has another. */
  async function connect() {
    const file = join(profile, "DevToolsActivePort");
    await until(() => readFile(file).catch(() => false));
    const [port, path] = (await readFile(file, "utf8")).split("\n");
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    await once(socket, "open");
    return socket;
  }

  test("runs while a capture is connected; afterwards it is killed with all its processes", async () => {
    const ended = once(browser, "exit");
    await connect();
    const capture = await connect();
    // Twice the time after which an unused browser is killed.
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const processes = descendantsOf(browser.pid);
    expect(processes.filter(isBrowser).length).toBeGreaterThan(1);
    expect(browser.signalCode).toBeNull();
    capture.close();
    await ended;
    expect(browser.signalCode).toBe("SIGKILL");
    await until(() => survivorsOf(processes).length === 0);
  });
});
