import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "../support/ports.mjs";

/** Runs `npm start` with only PATH, HOME and these variables in its environment, and collects its output. */
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
 * Starts a service and waits until it is ready. Returns its URLs, the example link that it prints, the status of the
 * first request with the development key, and a function that removes its files. `overrides` are environment variables.
 * With the variables of an earlier service, the new one uses the same ports and data.
 */
export async function startService(overrides = {}) {
  const variables = { ...(overrides.DATA_DIR ? {} : await createVariables()), ...overrides };
  const { PORT: port, DEMO_PORT: demoPort, DATA_DIR: dataDir } = variables;
  const running = npmStart(variables);
  const forget = () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  const starting = [
    readPrintedLink(running),
    waitForFirstStatus(`http://127.0.0.1:${port}/account_limits`, running.npm),
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

/** Ends a service, if it still runs, and removes its files. */
export async function stopService(service) {
  service?.npm.kill("SIGTERM");
  await service?.exit;
  await service?.forget();
}

async function createVariables() {
  const [PORT, DEMO_PORT] = (await freePorts(2)).map(String);
  return { PORT, DEMO_PORT, DATA_DIR: await mkdtemp(join(tmpdir(), "pagepixels-")) };
}

/** Waits for the curl command that `npm start` prints, and returns its link. */
async function readPrintedLink({ npm, output }) {
  const command = /curl -o shot\.jpg "(\S+)"/;
  await until(() => command.test(output.text) || hasEnded(npm));
  const [, link] = command.exec(output.text) ?? [];
  if (!link) throw new Error(`npm ended with ${npm.exitCode ?? npm.signalCode}.`);
  return link;
}

/** Sends a request with the development key until it is answered, and returns the status. */
async function waitForFirstStatus(url, npm) {
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

/**
 * Waits until the condition is true. Throws after the timeout. The time between two checks grows, because looking for
 * processes uses CPU time, too.
 */
export async function until(condition, timeoutMs = 180_000) {
  const giveUpAt = Date.now() + timeoutMs;
  for (let waitMs = 50; !(await condition()); waitMs = Math.min(waitMs * 1.3, 400)) {
    if (Date.now() > giveUpAt) throw new Error(`This did not become true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
