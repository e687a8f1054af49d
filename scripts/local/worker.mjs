import { join } from "node:path";
import { ROOT } from "../root.mjs";
import { DEVELOPMENT_DEFAULTS } from "./development.mjs";

/** Tells the Worker that it runs locally. The environment cannot override it. */
export const LOCAL_SERVER = { LOCAL_SERVER: "true" };

/** The miniflare options of the Worker, from wrangler.toml and .dev.vars. The environment overrides their variables. */
export async function readWorker(environment = process.env) {
  // Loading wrangler takes a second, so it is loaded only after the ports were checked.
  const { unstable_getMiniflareWorkerOptions } = await import("wrangler");
  const { workerOptions } = withQuietWrangler(() =>
    unstable_getMiniflareWorkerOptions(join(ROOT, "wrangler.toml")),
  );
  // The module rules are only for bundling.
  const { modulesRules, ...worker } = workerOptions;
  const bindings = {
    ...worker.bindings,
    ...environmentOverrides(worker.bindings, environment),
    ...LOCAL_SERVER,
  };
  return {
    ...worker,
    bindings,
    queueConsumers: allowParallelCaptures(worker.queueConsumers, bindings),
  };
}

/** Miniflare runs one batch of a queue at a time. With one message per batch, captures would never run in parallel. */
function allowParallelCaptures(consumers, { BROWSER_MAX_SESSIONS, BROWSER_CONTEXTS_PER_SESSION }) {
  const contexts = Math.min(BROWSER_MAX_SESSIONS * BROWSER_CONTEXTS_PER_SESSION || 1, 100);
  const enlarge = ([name, consumer]) =>
    consumer.maxBatchSize === 1
      ? [name, { ...consumer, maxBatchSize: contexts }]
      : [name, consumer];
  return Object.fromEntries(Object.entries(consumers).map(enlarge));
}

/** The variables of the Worker that are set in the environment. */
export function environmentOverrides(bindings, environment = process.env) {
  const names = Object.keys({ ...bindings, ...DEVELOPMENT_DEFAULTS }).filter(
    (name) => environment[name] !== undefined,
  );
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}

/** Calls `read` while wrangler prints only warnings and errors. */
function withQuietWrangler(read) {
  const { WRANGLER_LOG } = process.env;
  process.env.WRANGLER_LOG = "warn";
  const result = read();
  if (WRANGLER_LOG === undefined) delete process.env.WRANGLER_LOG;
  else process.env.WRANGLER_LOG = WRANGLER_LOG;
  return result;
}
