import { existsSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../root.mjs";
import { localWrangler } from "./wrangler.mjs";

/** The development secrets are needed by everything that reads wrangler.toml for a local run. */
export async function ensureDevVars() {
  const devVars = join(ROOT, ".dev.vars");
  if (!existsSync(devVars)) await copyFile(join(ROOT, ".dev.vars.example"), devVars);
}

/** Brings the local database up to date. */
export async function migrate(dataDir) {
  const args = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", dataDir];
  await localWrangler("Migrating the local database", args);
}

/** Where wrangler keeps local state inside the folder that `--persist-to` names. */
export function statePath(dataDir) {
  return join(dataDir, "v3");
}
