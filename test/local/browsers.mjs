import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromeLocation } from "../../scripts/browser/miniflare.mjs";
import { prepareBrowser } from "../../scripts/browser.mjs";
import { descendantsOf, isBrowser, kill, survivorsOf } from "../support/processes.mjs";
import { until } from "./service.mjs";

describe("an unused browser", () => {
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
