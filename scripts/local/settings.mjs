import { resolve } from "node:path";
import { Failure } from "../failure.mjs";
import { ROOT } from "../root.mjs";

/** Reads the settings of the local server from the environment. */
export function readSettings(environment = process.env) {
  const port = portFrom(environment, "PORT", 8787);
  const demoPort = portFrom(environment, "DEMO_PORT", port + 1);
  if (demoPort === port) throw new Failure("PORT and DEMO_PORT must be two different ports.");
  return { port, demoPort, dataDir: resolve(ROOT, environment.DATA_DIR || ".wrangler/state") };
}

function portFrom(environment, name, fallback) {
  const text = environment[name] || String(fallback);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Failure(`${name} must be a port between 1 and 65535, not ${text}.`);
  }
  return port;
}
