// Writes the description of the API to a file, for linters and generators, which read no TypeScript:
// node scripts/openapi.mjs [file] [origin]
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { ROOT } from "./root.mjs";

const [file = ".wrangler/openapi.json", origin = "https://pagepixels.example"] =
  process.argv.slice(2);

const { openApiDocument } = await load("src/openapi/document.ts");
const target = resolve(ROOT, file);
await mkdir(dirname(target), { recursive: true });
await writeFile(target, JSON.stringify(openApiDocument(origin), null, 2));
console.log(`The description of the API is in ${file}.`);

/** Bundles a module with the bundler that wrangler brings, and imports it. */
async function load(path) {
  const require = createRequire(import.meta.resolve("wrangler"));
  const { build } = require("esbuild");
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, path)],
    ...{ bundle: true, write: false, format: "esm", platform: "neutral" },
    mainFields: ["module", "main"],
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}
