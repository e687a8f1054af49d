import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, readdir, readFile, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { fillOnce, removeAtOnce } from "../fill-once.mjs";

/** The name of a bundle's main module. */
export const MAIN = "index.js";

// What decides the code of a bundle. npm writes the last file when it installs packages. It does not change when someone
// edits a package.
const SOURCES = [
  "src/**/*",
  "wrangler.toml",
  "tsconfig.json",
  "package.json",
  "node_modules/.package-lock.json",
];
const OLD_AFTER_MS = 60 * 60_000;

/**
 * The folder with the bundle of the code in a project folder. `bundle` writes it into an empty folder, unless a bundle of
 * the same code is stored. A change that is undone while `bundle` runs is not noticed.
 */
export async function storedBundle(root, bundle) {
  const bundles = join(root, ".wrangler", "bundle");
  const hash = await hashOfSources(root);
  const folder = join(bundles, hash);
  if (existsSync(folder) && !existsSync(join(folder, MAIN))) await removeAtOnce(folder);
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
  const now = new Date();
  await utimes(folder, now, now).catch(() => undefined);
  return folder;
}

async function hashOfSources(root) {
  const paths = await Array.fromAsync(glob(SOURCES, { cwd: root }));
  const hash = createHash("sha256");
  for (const path of paths.sort()) {
    const file = join(root, path);
    // A file may be removed meanwhile. The target of a link may be missing.
    if (!(await ifExists(stat(file)))?.isFile()) continue;
    hash.update(`${path}\n`).update((await ifExists(readFile(file))) ?? "");
  }
  return hash.digest("hex").slice(0, 16);
}

/** Removes the bundles that were not used for an hour. One that cannot be removed takes only space. */
async function removeOldBundles(bundles) {
  for (const name of await readdir(bundles)) {
    const folder = join(bundles, name);
    const { mtimeMs = Number.POSITIVE_INFINITY } = (await ifExists(stat(folder))) ?? {};
    if (mtimeMs < Date.now() - OLD_AFTER_MS) await removeAtOnce(folder).catch(() => undefined);
  }
}

/** The result of a file operation, or undefined if the file does not exist. */
function ifExists(operation) {
  return operation.catch((error) => {
    if (error.code !== "ENOENT") throw error;
  });
}
