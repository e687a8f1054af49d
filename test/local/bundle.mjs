import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashOfSources, removeOldBundles } from "../../scripts/local/bundle.mjs";

let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bundle-"));
});
afterEach(() => rm(folder, { recursive: true }));

test.each([
  ["src/index.ts", "changed"],
  ["src/lib/new.ts", ""],
  ["src/docs/page.html", "changed"],
  ["wrangler.toml", "changed"],
  ["tsconfig.json", "changed"],
  ["node_modules/.package-lock.json", "changed"],
])("the Worker is bundled again when %s changed", async (name, text) => {
  for (const path of ["src/docs", "src/lib", "node_modules/hono"]) {
    await mkdir(join(folder, path), { recursive: true });
  }
  for (const file of ["src/index.ts", "src/docs/page.html", "wrangler.toml", "tsconfig.json"]) {
    await writeFile(join(folder, file), "");
  }
  await writeFile(join(folder, "node_modules/.package-lock.json"), "");
  const before = await hashOfSources(folder);
  await writeFile(join(folder, "README.md"), "changed");
  expect(await hashOfSources(folder)).toBe(before);
  await writeFile(join(folder, name), text);
  expect(await hashOfSources(folder)).not.toBe(before);
});

test("bundles that are older than an hour are removed", async () => {
  for (const [name, ageMs] of Object.entries({ new: 0, recent: 3_500_000, old: 3_700_000 })) {
    await mkdir(join(folder, name));
    await utimes(join(folder, name), new Date(), new Date(Date.now() - ageMs));
  }
  await removeOldBundles(folder);
  expect((await readdir(folder)).sort()).toEqual(["new", "recent"]);
});
