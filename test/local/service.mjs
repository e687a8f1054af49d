import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "../support/ports.mjs";

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
 * A service that is ready: where it is, the line it tells to paste, how it answered the development key first, and how
 * to remove what it stored. `more` are variables of its environment; with those of an earlier service it goes on where
 * that one ended.
 */
export async function startService(more = {}) {
  const variables = { ...(more.DATA_DIR ? {} : await freshVariables()), ...more };
  const { PORT: port, DEMO_PORT: demoPort, DATA_DIR: dataDir } = variables;
  const running = npmStart(variables);
  const bundle = new URL(`../../.wrangler/bundle/${port}`, import.meta.url);
  const removed = { recursive: true, force: true, maxRetries: 5 };
  const forget = () => Promise.all([dataDir, bundle].map((folder) => rm(folder, removed)));
  const starting = [
    toldLine(running),
    firstAnswer(`http://127.0.0.1:${port}/account_limits`, running.npm),
  ];
  const [line, firstStatus] = await Promise.all(starting).catch(async (cause) => {
    running.npm.kill("SIGTERM");
    await running.exit;
    await forget();
    throw new Error(`npm start did not come up:\n${running.output.text}`, { cause });
  });
  return {
    ...running,
    variables,
    line,
    firstStatus,
    origin: `http://127.0.0.1:${port}`,
    demo: `http://localhost:${demoPort}`,
    forget,
  };
}

async function freshVariables() {
  const [PORT, DEMO_PORT] = (await freePorts(2)).map(String);
  return { PORT, DEMO_PORT, DATA_DIR: await mkdtemp(join(tmpdir(), "pagepixels-")) };
}

/** The line that `npm start` tells a newcomer to paste. */
async function toldLine({ npm, output }) {
  const told = /curl -o shot\.jpg "(\S+)"/;
  await until(() => told.test(output.text) || hasEnded(npm));
  const [, line] = told.exec(output.text) ?? [];
  if (!line) throw new Error(`It ended: ${npm.exitCode ?? npm.signalCode}.`);
  return line;
}

/** The status of the first answer that the development key gets. */
async function firstAnswer(url, npm) {
  const headers = { Authorization: "Bearer dev-private-key" };
  let status;
  await until(async () => {
    status = await fetch(url, { headers }).then(
      (response) => response.status,
      () => undefined,
    );
    return status !== undefined || hasEnded(npm);
  });
  return status;
}

const hasEnded = ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null;

/** Waits until something holds, and throws where it does not in time. */
export async function until(holds, timeoutMs = 180_000) {
  for (const giveUpAt = Date.now() + timeoutMs; !(await holds()); ) {
    if (Date.now() > giveUpAt) throw new Error(`It never came to hold: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
