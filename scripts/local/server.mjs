import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { printError } from "../failure.mjs";
import { onShutdown, shutDown } from "./lifetime.mjs";
import { explainListenError } from "./ports.mjs";
import { stateFolder } from "./state.mjs";
import { runWatchdog } from "./watchdog.mjs";

const WATCHDOG = { intervalMs: 5_000, timeoutMs: 30_000 };
const MAX_CRASHES = 3;
const CRASH_WINDOW_MS = 60_000;
// Miniflare's entry worker answers this path, on the same thread as the Worker, which would log each probe.
const PROBE_PATH = "/cdn-cgi/local/platform-proxy";

/**
 * Starts the Worker with its bindings on 127.0.0.1. If the runtime dies or does not answer, it is restarted on the same
 * port and data, its browsers are closed, and `afterRestart` is called.
 */
export async function startServer(settings) {
  const { port, afterRestart = async () => {}, watchdog = WATCHDOG } = settings;
  const options = miniflareOptions(settings, createCrashHandler(afterRestart));
  const server = new Miniflare(options);
  onShutdown(() => server.dispose());
  try {
    await server.ready;
  } catch (error) {
    const taken = error.code === "ERR_ADDRESS_IN_USE";
    throw taken ? explainListenError({ code: "EADDRINUSE" }, port, "PORT") : error;
  }
  const probe = (signal) => fetch(`http://127.0.0.1:${port}${PROBE_PATH}`, { signal });
  const restart = async () => {
    const seconds = watchdog.timeoutMs / 1_000;
    console.error(`The Workers runtime gave no answer for ${seconds} s: it is started again.`);
    await server.setOptions(options);
    await afterRestart();
  };
  runWatchdog(probe, restart, watchdog).catch(failServer);
  return server;
}

function miniflareOptions({ worker, code, port, dataDir }, unsafeHandleRuntimeRestart) {
  return convertV4MiniflareOptions({
    ...worker,
    ...code,
    host: "127.0.0.1",
    port,
    resourcePersistencePath: stateFolder(dataDir),
    // Without this, miniflare downloads the values of request.cf.
    cf: false,
    log: new Log(LogLevel.WARN),
    logRequests: false,
    unsafeHandleRuntimeRestart,
    handleStructuredLogs: printWorkerLog,
  });
}

/** Miniflare reports a crash of the runtime and restarts it before it calls this handler. */
function createCrashHandler(afterRestart) {
  const crashes = [];
  return async () => {
    crashes.push(performance.now());
    const [first] = crashes.slice(-MAX_CRASHES);
    if (crashes.length < MAX_CRASHES || crashes.at(-1) - first > CRASH_WINDOW_MS) {
      return afterRestart();
    }
    console.error(
      `The Workers runtime died ${MAX_CRASHES} times within a minute: the server ends.`,
    );
    await shutDown(1);
  };
}

function failServer(error) {
  printError(error);
  return shutDown(1);
}

/** Prints a log line of the Worker. workerd's warning about a missing cron handler is skipped: it is not an error. */
function printWorkerLog({ level, message }) {
  if (message.includes("we lack a handler for ScheduledEvents")) return;
  if (level === "error" || level === "warn") console.error(message);
  else console.log(message);
}
