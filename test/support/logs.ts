import { format } from "node:util";
import { afterAll, beforeEach, type RunnerTestSuite } from "vitest";

const own: Console & { print?: Console["log"] } = console;
// This file runs again for each test file of the Worker.
own.print ??= console.log;
const { print } = own;

/**
 * What a test file and the product log is kept. The lines so far are printed when a test or a hook fails, else none:
 * Vitest would send each line to its main process at once, and one that comes after the last test of a file could stop
 * the whole run. Lines of tests that run at the same time are mixed.
 */
const lines: string[] = [];
for (const level of ["debug", "info", "log", "warn", "error"] as const) {
  own[level] = (...values: unknown[]) => void lines.push(format(...values));
}

function printLines(): void {
  if (lines.length > 0) print(lines.splice(0).join("\n"));
}

beforeEach(({ onTestFailed }) => onTestFailed(printLines));
// biome-ignore lint/correctness/noEmptyPattern: Vitest accepts no other first parameter
afterAll(({}, suite) => {
  if (hasFailed(suite)) printLines();
});

function hasFailed({ result, tasks }: Pick<RunnerTestSuite, "result" | "tasks">): boolean {
  return result?.state === "fail" || tasks.some((task) => task.type === "suite" && hasFailed(task));
}
