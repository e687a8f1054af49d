import { createHash } from "node:crypto";
import { glob, readdir, readFile, rm, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { fillOnce } from "../fill-once.mjs";
import { ROOT } from "../root.mjs";
import { runLocalWrangler } from "./wrangler.mjs";

const BUNDLES = join(ROOT, ".wrangler", "bundle");
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

// What decides the code of a bundle. npm writes the last file when it installs packages.
const SOURCES = ["src/**/*", "wrangler.toml", "tsconfig.json", "node_modules/.package-lock.json"];
const OLD_AFTER_MS = 60 * 60_000;

/**
 * Bundles the Worker like a deployment, unless the same code was bundled before. Returns its modules for miniflare, which
 * expects the main module first.
 */
export async function bundleWorker() {
  const folder = join(BUNDLES, await hashOfSources());
  await fillOnce(folder, async (draft) => {
    await removeOldBundles(BUNDLES);
    await runLocalWrangler("Bundling the Worker", ["deploy", "--dry-run", "--outdir", draft]);
  });
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

/** A hash of everything in the project folder that decides the code of a bundle. */
export async function hashOfSources(root = ROOT) {
  const paths = await Array.fromAsync(glob(SOURCES, { cwd: root }));
  const hash = createHash("sha256");
  for (const path of paths.sort()) {
    const file = join(root, path);
    if ((await stat(file)).isFile()) hash.update(`${path}\n`).update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Removes bundles of earlier code. */
export async function removeOldBundles(bundles) {
  for (const name of await readdir(bundles)) {
    const folder = join(bundles, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (mtimeMs < Date.now() - OLD_AFTER_MS) await rm(folder, { recursive: true, force: true });
  }
}
