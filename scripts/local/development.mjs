import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { DEVELOPMENT_SECRETS } from "../../src/lib/deployment-secrets.ts";
import { ROOT } from "../root.mjs";

/** What a local server works with where nothing else is said. Everybody knows these values: never deploy them. */
export const DEVELOPMENT = {
  ...DEVELOPMENT_SECRETS,
  // Pages on localhost can be captured and webhooks received there.
  ALLOW_PRIVATE_NETWORK: "true",
  BROWSER_MAX_SESSIONS: "1",
  // The local browser connects directly, so that its addresses are real: nothing is asked to find out.
  REMOTE_ADDRESS_PROBE_URL: "",
};

/** Adds to the environment what neither it nor .dev.vars says. Everything that reads wrangler.toml needs the secrets. */
export function useDevelopmentDefaults(environment = process.env) {
  const file = join(ROOT, ".dev.vars");
  const given = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  for (const [name, value] of Object.entries(DEVELOPMENT)) {
    if (given[name] === undefined) environment[name] ??= value;
  }
}
