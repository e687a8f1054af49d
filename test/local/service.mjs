import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs `npm start` as a newcomer does, with a few variables more; its output is kept. */
export function npmStart(variables) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, NO_COLOR: "1", npm_config_update_notifier: "false", ...variables };
  const npm = spawn("npm", ["start"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const output = { text: "" };
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output.text += text;
    });
  }
  const exit = new Promise((resolve) => npm.on("exit", resolve));
  return { npm, output, exit };
}

/**
 * A service that is ready: where it is, the line it tells to paste, and how to remove what it stored.
 * `more` are variables of its environment.
 */
export async function startService(more = {}) {
  const [port, demoPort] = await freePorts(2);
  const dataDir = await mkdtemp(join(tmpdir(), "pagepixels-"));
  const own = { PORT: String(port), DEMO_PORT: String(demoPort), DATA_DIR: dataDir };
  const variables = { ...own, ...more };
  const running = npmStart(variables);
  const told = /curl -o shot\.jpg "(\S+)"/;
  await until(() => told.test(running.output.text) || running.npm.exitCode !== null);
  const [, line] = told.exec(running.output.text) ?? [];
  if (!line) {
    running.npm.kill("SIGTERM");
    throw new Error(`npm start did not come up:\n${running.output.text}`);
  }
  const bundle = new URL(`../../.wrangler/bundle/${port}`, import.meta.url);
  const removed = { recursive: true, force: true, maxRetries: 5 };
  return {
    ...running,
    ...{
      variables,
      line,
      origin: `http://127.0.0.1:${port}`,
      demo: `http://localhost:${demoPort}`,
    },
    forget: () => Promise.all([dataDir, bundle].map((folder) => rm(folder, removed))),
  };
}

/** Waits until something holds, at most a minute. */
export async function until(holds) {
  for (const giveUpAt = Date.now() + 60_000; !(await holds()); ) {
    if (Date.now() > giveUpAt) throw new Error(`It never came to hold: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Ports that nobody listens on, no two the same. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers) {
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  }
  const ports = servers.map((server) => server.address().port);
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}
