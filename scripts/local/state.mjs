import { join } from "node:path";
import { runLocalWrangler } from "./wrangler.mjs";

/** Applies the missing migrations to the local database. */
export async function migrateLocalDatabase(dataDir) {
  const args = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", dataDir];
  await runLocalWrangler("Migrating the local database", args);
}

/** The folder of wrangler's local state, inside the folder of `--persist-to`. */
export function stateFolder(dataDir) {
  return join(dataDir, "v3");
}
