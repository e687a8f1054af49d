import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { ROOT } from "../root.mjs";
import { MAIN, storedBundle } from "./stored-bundle.mjs";
import { runLocalWrangler } from "./wrangler.mjs";

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

/**
 * Bundles the Worker like a deployment, unless a bundle of the same code is stored. Returns its modules for miniflare, which
 * expects the main module first.
 */
export async function bundleWorker() {
  const folder = await storedBundle(ROOT, (outdir) =>
    runLocalWrangler("Bundling the Worker", ["deploy", "--dry-run", "--outdir", outdir]),
  );
  const names = (await readdir(folder)).filter(
    (name) => !IGNORED_EXTENSIONS.includes(extname(name)),
  );
  names.sort((a, b) => Number(b === MAIN) - Number(a === MAIN));
  const modules = names.map(async (name) => ({
    type: name === MAIN ? "ESModule" : (TYPES[extname(name)] ?? "Data"),
    path: join(folder, name),
    // A restart of the runtime must not need the folder, which may be removed.
    contents: await readFile(join(folder, name)),
  }));
  return { modules: await Promise.all(modules), modulesRoot: folder };
}
