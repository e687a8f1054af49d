import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Whether this process has a terminal, and is not run by CI. */
export function canAsk() {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY && !process.env.CI);
}

/** Asks for a secret. The terminal does not show what is typed. */
export async function askHidden(question) {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  // readline handles Ctrl-C itself, so it has to end the process here.
  terminal.once("SIGINT", () => process.exit(1));
  process.stdout.write(question);
  try {
    return (await terminal.question("")).trim();
  } finally {
    terminal.close();
    process.stdout.write("\n");
  }
}
