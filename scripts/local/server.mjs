import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { printError } from "../failure.mjs";
import { atEnd, end } from "./lifetime.mjs";
import { unusable } from "./ports.mjs";
import { statePath } from "./state.mjs";
import { watch } from "./watchdog.mjs";

const WATCHDOG = { everyMs: 5_000, patienceMs: 30_000 };
const MOST_DEATHS = 3;
const DEATHS_WITHIN_MS = 60_000;
// Answered by miniflare's entry, on the one thread on which all of the runtime runs. The Worker would log each question.
const PROBE = "/cdn-cgi/local/platform-proxy";

/**
 * Starts the Worker on 127.0.0.1 with everything it is bound to. A runtime that dies or gives no answer is replaced on
 * the same port and data, and its browsers are closed; `afterRestart` is called then.
 */
export async function startServer(settings) {
  const { port, afterRestart = async () => {}, watchdog = WATCHDOG } = settings;
  const options = optionsOf(settings, afterDeath(afterRestart));
  const server = new Miniflare(options);
  atEnd(() => server.dispose());
  try {
    await server.ready;
  } catch (error) {
    const taken = error.code === "ERR_ADDRESS_IN_USE";
    throw taken ? unusable({ code: "EADDRINUSE" }, port, "PORT") : error;
  }
  const ask = (signal) => fetch(`http://127.0.0.1:${port}${PROBE}`, { signal });
  const replace = async () => {
    const seconds = watchdog.patienceMs / 1_000;
    console.error(`The Workers runtime gave no answer for ${seconds} s: it is started again.`);
    await server.setOptions(options);
    await afterRestart();
  };
  watch(ask, replace, watchdog).catch(giveUp);
  return server;
}

function optionsOf({ worker, code, port, dataDir }, unsafeHandleRuntimeRestart) {
  return convertV4MiniflareOptions({
    ...worker,
    ...code,
    host: "127.0.0.1",
    port,
    resourcePersistencePath: statePath(dataDir),
    // Where requests come from is made up: else the network would be asked.
    cf: false,
    log: new Log(LogLevel.WARN),
    logRequests: false,
    unsafeHandleRuntimeRestart,
    handleStructuredLogs: tellLog,
  });
}

/** Miniflare tells of a runtime that died, and has started it again when it calls this. */
function afterDeath(afterRestart) {
  const deaths = [];
  return async () => {
    deaths.push(performance.now());
    const [first] = deaths.slice(-MOST_DEATHS);
    if (deaths.length < MOST_DEATHS || deaths.at(-1) - first > DEATHS_WITHIN_MS) {
      return afterRestart();
    }
    console.error(
      `The Workers runtime died ${MOST_DEATHS} times within a minute: the server ends.`,
    );
    await end(1);
  };
}

function giveUp(error) {
  printError(error);
  return end(1);
}

/** What the Worker logs. That it has no cron handler is no error of its own. */
function tellLog({ level, message }) {
  if (message.includes("we lack a handler for ScheduledEvents")) return;
  if (level === "error" || level === "warn") console.error(message);
  else console.log(message);
}
