import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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

test("a bundle without its main module is made again", async () => {
  await rm(join(await storedBundle(root, bundle), "index.js"));
  expect(await codeOf(await storedBundle(root, bundle))).toBe("first");
});

test("a bundle that is older than an hour is removed when other code is bundled", async () => {
  const folders = [];
  for (const [text, ageMs] of Object.entries({ old: 3_700_000, recent: 3_500_000 })) {
    await write("src/index.ts", text);
    const folder = await storedBundle(root, bundle);
    await utimes(folder, new Date(), new Date(Date.now() - ageMs));
    folders.push(folder);
  }
  await write("src/index.ts", "new");
  folders.push(await storedBundle(root, bundle));
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, true, true]);
});
