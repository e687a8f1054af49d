import { existsSync, readdirSync } from "node:fs";
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { storedBundle } from "../../scripts/local/stored-bundle.mjs";

let root;
let bundled;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "bundle-"));
  bundled = 0;
  await write("src/index.ts", "first");
});
afterEach(() => rm(root, { recursive: true }));

async function write(name, text) {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
}

const codeOf = (folder) => readFile(join(folder, "index.js"), "utf8");

/** Stands for wrangler: bundles the one source file. */
async function bundle(folder) {
  bundled += 1;
  await copyFile(join(root, "src/index.ts"), join(folder, "index.js"));
}

test.each([
  "src/lib/new.ts",
  "src/docs/page.html",
  "wrangler.toml",
  "tsconfig.json",
  "package.json",
  "node_modules/.package-lock.json",
])("the Worker is bundled again when %s is written, and once for the same code", async (name) => {
  await storedBundle(root, bundle);
  await write("README.md", "changed");
  await storedBundle(root, bundle);
  expect(bundled).toBe(1);
  for (const text of ["", "changed", "", "changed"]) {
    await write(name, text);
    await storedBundle(root, bundle);
  }
  expect(bundled).toBe(3);
});

test("the code that changes while it is bundled is bundled again", async () => {
  const whileChanged = async (folder) => {
    if (bundled === 0) await write("src/index.ts", "second");
    await bundle(folder);
  };
  expect(await codeOf(await storedBundle(root, whileChanged))).toBe("second");
  await write("src/index.ts", "first");
  expect(await codeOf(await storedBundle(root, bundle))).toBe("first");
});

test("a bundle that fails is not stored", async () => {
  const fail = () => Promise.reject(new Error("a syntax error"));
  await expect(storedBundle(root, fail)).rejects.toThrow("a syntax error");
  expect(await codeOf(await storedBundle(root, bundle))).toBe("first");
});

test("a bundle without its main module is made again, also by two starts at once", async () => {
  await rm(join(await storedBundle(root, bundle), "index.js"));
  const folders = await Promise.all([storedBundle(root, bundle), storedBundle(root, bundle)]);
  expect(await Promise.all(folders.map(codeOf))).toEqual(["first", "first"]);
});

test("two starts at once use one bundle", async () => {
  const folders = await Promise.all([storedBundle(root, bundle), storedBundle(root, bundle)]);
  expect(new Set(folders).size).toBe(1);
  expect(await readdir(dirname(folders[0]))).toHaveLength(1);
});

test("a link without a target is no source", async () => {
  await symlink("missing", join(root, "src/link.ts"));
  expect(await codeOf(await storedBundle(root, bundle))).toBe("first");
});

/** Makes a bundle seem unused for that long. */
const age = (folder, ms) => utimes(folder, new Date(), new Date(Date.now() - ms));

test("a bundle that was not used for an hour is removed when other code is bundled", async () => {
  const folders = [];
  for (const text of ["old", "recent", "used"]) {
    await write("src/index.ts", text);
    folders.push(await storedBundle(root, bundle));
  }
  await Promise.all([3_700_000, 3_500_000, 3_700_000].map((ms, n) => age(folders[n], ms)));
  await storedBundle(root, bundle);
  await write("src/index.ts", "new");
  folders.push(await storedBundle(root, bundle));
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, true, true, true]);
});

/** Not asynchronous, to see the folder between two steps of its removal. */
function countFiles(folder) {
  try {
    return readdirSync(folder).length;
  } catch {
    return 0;
  }
}

test("a bundle is removed at once", async () => {
  const folder = await storedBundle(root, bundle);
  await Promise.all(Array.from({ length: 1_000 }, (_, n) => writeFile(join(folder, `${n}`), "")));
  await age(folder, 3_700_000);
  await write("src/index.ts", "new");
  const seen = new Set();
  const watch = async () => {
    for (; existsSync(folder); await setImmediate()) seen.add(countFiles(folder));
  };
  await Promise.all([storedBundle(root, bundle), watch()]);
  seen.delete(0);
  expect([...seen]).toEqual([1_001]);
});
