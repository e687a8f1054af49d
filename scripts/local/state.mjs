import { join } from "node:path";
import { localWrangler } from "./wrangler.mjs";

/** Brings the local database up to date. */
export async function migrate(dataDir) {
  const args = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", dataDir];
  await localWrangler("Migrating the local database", args);
}

/** Where wrangler keeps local state inside the folder that `--persist-to` names. */
export function statePath(dataDir) {
  return join(dataDir, "v3");
}
