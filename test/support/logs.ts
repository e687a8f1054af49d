import { beforeEach } from "vitest";

const own: Console & { print?: Console["log"] } = console;
// This file runs again for each test file of the Worker.
own.print ??= console.log;
const { print } = own;

/**
 * What the product logs is kept, and printed for a test that fails. Vitest would send each line to its main process at
 * once. A line that comes after the last test of a file could then stop the whole run.
 */
const lines: unknown[][] = [];
for (const level of ["debug", "info", "log", "warn", "error"] as const) {
  own[level] = (...line: unknown[]) => void lines.push(line);
}

beforeEach(({ onTestFailed }) => {
  const before = lines.length;
  onTestFailed(() => {
    for (const line of lines.slice(before)) print(...line);
  });
});
