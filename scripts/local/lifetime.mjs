import { printError } from "../failure.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const PARENT_CHECK_MS = 500;
const CLOSE_TIMEOUT_MS = 6_000;
// Longer than with-parent.sh sleeps: by then its loops have ended too.
const WATCHERS_END_MS = 700;

const closers = [];
let ending = false;

/** Runs a server: until a signal, or until the process that started it is gone (npm killed, terminal closed). */
export async function serve(main) {
  for (const signal of SIGNALS) process.on(signal, endOnSignal);
  process.on("newListener", keepSignal);
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || end(0), PARENT_CHECK_MS);
  // A reader of the output that goes away is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    await main();
  } catch (error) {
    // While closing, what is still on its way fails.
    if (!ending) printError(error);
    end(1);
  }
}

/** Has something closed when this process ends, the newest first. */
export function atEnd(close) {
  closers.unshift(close);
}

/** Closes everything, then exits with the code. Once: Ctrl-C reaches us twice, from the terminal and from npm. */
export async function end(code) {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(code), CLOSE_TIMEOUT_MS);
  for (const close of closers) await close().catch(() => {});
  setTimeout(() => process.exit(code), WATCHERS_END_MS);
}

function endOnSignal() {
  end(0);
}

/** Miniflare, and what starts its browsers, exit at once on a signal, in the midst of closing: only `end` may. */
function keepSignal(event, listener) {
  if (SIGNALS.includes(event) && listener !== endOnSignal) {
    queueMicrotask(() => process.off(event, listener));
  }
}
