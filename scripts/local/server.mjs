import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { atEnd, end } from "./lifetime.mjs";
import { unusable } from "./ports.mjs";
import { statePath } from "./state.mjs";

/** Starts the Worker on 127.0.0.1 with everything it is bound to. */
export async function startServer({ worker, code, port, dataDir }) {
  const server = new Miniflare(
    convertV4MiniflareOptions({
      ...worker,
      ...code,
      host: "127.0.0.1",
      port,
      resourcePersistencePath: statePath(dataDir),
      // Where requests come from is made up: else the network would be asked.
      cf: false,
      log: new Log(LogLevel.WARN),
      logRequests: false,
      unsafeHandleRuntimeRestart: endAfterCrash,
      handleStructuredLogs: tellLog,
    }),
  );
  atEnd(() => server.dispose());
  try {
    await server.ready;
  } catch (error) {
    const taken = error.code === "ERR_ADDRESS_IN_USE";
    throw taken ? unusable({ code: "EADDRINUSE" }, port, "PORT") : error;
  }
  return server;
}

/** Its browsers and what it was doing are lost: a fresh start is clearer than half of one. */
function endAfterCrash() {
  console.error("The Workers runtime died: start the server again.");
  return end(1);
}

/** What the Worker logs. That it has no cron handler is no error of its own. */
function tellLog({ level, message }) {
  if (message.includes("we lack a handler for ScheduledEvents")) return;
  if (level === "error" || level === "warn") console.error(message);
  else console.log(message);
}
