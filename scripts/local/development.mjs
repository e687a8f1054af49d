import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { DEVELOPMENT_SECRETS } from "../../src/lib/deployment-secrets.ts";
import { ROOT } from "../root.mjs";

/** The default variables of a local server. The secrets are public: never deploy them. */
export const DEVELOPMENT_DEFAULTS = {
  ...DEVELOPMENT_SECRETS,
  // Allows captures of pages on localhost, and webhooks to localhost.
  ALLOW_PRIVATE_NETWORK: "true",
  BROWSER_MAX_SESSIONS: "1",
  // No probe: the local browser connects directly, so the addresses that it reports are real.
  REMOTE_ADDRESS_PROBE_URL: "",
};

/** Sets the defaults that are neither in the environment nor in .dev.vars. wrangler needs the required secrets. */
export function applyDevelopmentDefaults(environment = process.env) {
  const file = join(ROOT, ".dev.vars");
  const devVars = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  for (const [name, value] of Object.entries(DEVELOPMENT_DEFAULTS)) {
    if (devVars[name] === undefined) environment[name] ??= value;
  }
}
