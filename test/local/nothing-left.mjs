import { expect } from "vitest";
import { descendantsOf, survivorsOf } from "../support/processes.mjs";
import { until } from "./service.mjs";

/** Ends a service with a signal to npm. Every process that it started must end, too. */
export async function expectNothingLeft({ npm, exit }, signal) {
  const processes = descendantsOf(npm.pid);
  expect(processes.map(({ command }) => command).join()).toMatch(/workerd.*chrom/is);
  npm.kill(signal);
  await until(() => survivorsOf(processes).length === 0);
  await exit;
}
