import { join } from "node:path";
import { ROOT } from "../root.mjs";
import { DEVELOPMENT } from "./development.mjs";

/** Tells the Worker where it runs; nothing in the environment can say otherwise. */
export const LOCAL_SERVER = { LOCAL_SERVER: "true" };

/** The Worker as wrangler.toml and .dev.vars describe it; a variable of theirs that the environment has too wins. */
export async function readWorker(environment = process.env) {
  // Loading it takes a second: not before the ports are known to be free.
  const { unstable_getMiniflareWorkerOptions } = await import("wrangler");
  const { workerOptions } = quietly(() =>
    unstable_getMiniflareWorkerOptions(join(ROOT, "wrangler.toml")),
  );
  // Rules are for bundling: that is done.
  const { modulesRules, ...worker } = workerOptions;
  const bindings = {
    ...worker.bindings,
    ...overrides(worker.bindings, environment),
    ...LOCAL_SERVER,
  };
  return { ...worker, bindings, queueConsumers: sideBySide(worker.queueConsumers, bindings) };
}

/** Locally one batch of a queue runs at a time: one message each would be one capture after another. */
function sideBySide(consumers, { BROWSER_MAX_SESSIONS, BROWSER_CONTEXTS_PER_SESSION }) {
  const places = Math.min(BROWSER_MAX_SESSIONS * BROWSER_CONTEXTS_PER_SESSION || 1, 100);
  const larger = ([name, consumer]) =>
    consumer.maxBatchSize === 1 ? [name, { ...consumer, maxBatchSize: places }] : [name, consumer];
  return Object.fromEntries(Object.entries(consumers).map(larger));
}

/** Those of the environment's variables that have the name of one of the Worker's. */
export function overrides(bindings, environment = process.env) {
  const names = Object.keys({ ...bindings, ...DEVELOPMENT }).filter(
    (name) => environment[name] !== undefined,
  );
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}

/** Has wrangler tell only what is wrong. */
function quietly(read) {
  const { WRANGLER_LOG } = process.env;
  process.env.WRANGLER_LOG = "warn";
  const result = read();
  if (WRANGLER_LOG === undefined) delete process.env.WRANGLER_LOG;
  else process.env.WRANGLER_LOG = WRANGLER_LOG;
  return result;
}
