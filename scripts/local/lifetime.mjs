import { printError } from "../failure.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const PARENT_CHECK_MS = 500;
const CLOSE_TIMEOUT_MS = 6_000;
// Longer than the sleep of with-parent.sh, so that its loops have ended, too.
const PARENT_WATCH_END_MS = 700;

const closers = [];
let isShuttingDown = false;

/** Runs a server until a signal arrives or the parent process is gone (npm was killed, the terminal was closed). */
export async function runServer(main) {
  for (const signal of SIGNALS) process.on(signal, shutDownOnSignal);
  process.on("newListener", removeOtherSignalListener);
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || shutDown(0), PARENT_CHECK_MS);
  // Keep running if the reader of the output is gone (EPIPE).
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    await main();
  } catch (error) {
    // During shutdown, pending operations fail.
    if (!isShuttingDown) printError(error);
    shutDown(1);
  }
}

/** Registers a function that closes something at shutdown. The last one registered is called first. */
export function onShutdown(close) {
  closers.unshift(close);
}

/** Closes everything, then exits. Later calls do nothing: Ctrl-C arrives twice, from the terminal and from npm. */
export async function shutDown(code) {
  if (isShuttingDown) return;
  isShuttingDown = true;
  setTimeout(() => process.exit(code), CLOSE_TIMEOUT_MS);
  for (const close of closers) await close().catch(() => {});
  setTimeout(() => process.exit(code), PARENT_WATCH_END_MS);
}

function shutDownOnSignal() {
  shutDown(0);
}

/** Miniflare and its browser launcher exit the process on a signal, before `shutDown` has closed everything. */
function removeOtherSignalListener(event, listener) {
  if (SIGNALS.includes(event) && listener !== shutDownOnSignal) {
    queueMicrotask(() => process.off(event, listener));
  }
}
