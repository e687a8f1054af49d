import { join } from "node:path";

/** The folder of wrangler's local state, inside the folder of `--persist-to`. */
export function stateFolder(dataDir) {
  return join(dataDir, "v3");
}
