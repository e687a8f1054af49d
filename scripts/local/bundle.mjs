import { readdir, rm } from "node:fs/promises";
import { extname, join } from "node:path";
import { ROOT } from "../root.mjs";
import { runLocalWrangler } from "./wrangler.mjs";

const MAIN = "index.js";
// The main module contains the Worker's whole code. Other scripts are texts that it sends to pages.
const TYPES = {
  ".js": "Text",
  ".wasm": "CompiledWasm",
  ".txt": "Text",
  ".html": "Text",
  ".sql": "Text",
};
// wrangler also writes a README and a source map.
const IGNORED_EXTENSIONS = [".md", ".map"];

/** Bundles the Worker like a deployment. Returns its modules for miniflare, which expects the main module first. */
export async function bundleWorker(port) {
  // One folder per port, because two servers may start at the same time.
  const folder = join(ROOT, ".wrangler", "bundle", String(port));
  await rm(folder, { recursive: true, force: true });
  await runLocalWrangler("Bundling the Worker", ["deploy", "--dry-run", "--outdir", folder]);
  const names = (await readdir(folder)).filter(
    (name) => !IGNORED_EXTENSIONS.includes(extname(name)),
  );
  names.sort((a, b) => Number(b === MAIN) - Number(a === MAIN));
  const modules = names.map((name) => ({
    type: name === MAIN ? "ESModule" : (TYPES[extname(name)] ?? "Data"),
    path: join(folder, name),
  }));
  return { modules, modulesRoot: folder };
}
