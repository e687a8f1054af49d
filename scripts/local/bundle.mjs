import { readdir, rm } from "node:fs/promises";
import { extname, join } from "node:path";
import { ROOT } from "../root.mjs";
import { localWrangler } from "./wrangler.mjs";

const MAIN = "index.js";
// The Worker's own code is all in the main module; other scripts are for pages.
const TYPES = {
  ".js": "Text",
  ".wasm": "CompiledWasm",
  ".txt": "Text",
  ".html": "Text",
  ".sql": "Text",
};
// Beside the modules wrangler leaves a note and the source map.
const NO_MODULES = [".md", ".map"];

/** Bundles the Worker as a deployment would; answers its modules as miniflare takes them, the main one first. */
export async function bundle(port) {
  // A folder for each server: two may start at once.
  const folder = join(ROOT, ".wrangler", "bundle", String(port));
  await rm(folder, { recursive: true, force: true });
  await localWrangler("Bundling the Worker", ["deploy", "--dry-run", "--outdir", folder]);
  const names = (await readdir(folder)).filter((name) => !NO_MODULES.includes(extname(name)));
  names.sort((a, b) => Number(b === MAIN) - Number(a === MAIN));
  const modules = names.map((name) => ({
    type: name === MAIN ? "ESModule" : (TYPES[extname(name)] ?? "Data"),
    path: join(folder, name),
  }));
  return { modules, modulesRoot: folder };
}
