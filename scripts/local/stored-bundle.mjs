import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fillOnce } from "../fill-once.mjs";

/** The name of a bundle's main module. */
export const MAIN = "index.js";

// What decides the code of a bundle. npm writes the last file when it installs packages.
const SOURCES = ["src/**/*", "wrangler.toml", "tsconfig.json", "node_modules/.package-lock.json"];
const OLD_AFTER_MS = 60 * 60_000;

/**
 * The folder with the bundle of the code in a project folder. `bundle` writes it into an empty folder, unless the same
 * code was bundled before.
 */
export async function storedBundle(root, bundle) {
  const bundles = join(root, ".wrangler", "bundle");
  const hash = await hashOfSources(root);
  const folder = join(bundles, hash);
  const isDamaged = existsSync(folder) && !existsSync(join(folder, MAIN));
  if (isDamaged) await rm(folder, { recursive: true });
  try {
    await fillOnce(folder, async (draft) => {
      await removeOldBundles(bundles);
      await bundle(draft);
      if ((await hashOfSources(root)) !== hash) throw new Error("The code changed meanwhile.");
    });
  } catch (error) {
    if ((await hashOfSources(root)) === hash) throw error;
    return storedBundle(root, bundle);
  }
  return folder;
}

async function hashOfSources(root) {
  const paths = await Array.fromAsync(glob(SOURCES, { cwd: root }));
  const hash = createHash("sha256");
  for (const path of paths.sort()) {
    const file = join(root, path);
    if ((await stat(file)).isFile()) hash.update(`${path}\n`).update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Removes bundles of earlier code. */
async function removeOldBundles(bundles) {
  for (const name of await readdir(bundles)) {
    const folder = join(bundles, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (mtimeMs < Date.now() - OLD_AFTER_MS) await rm(folder, { recursive: true, force: true });
  }
}
