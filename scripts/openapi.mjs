// node scripts/openapi.mjs [file] [origin]: writes the OpenAPI document to a file, for linters and generators.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { ROOT } from "./root.mjs";

// The same as the Text rule in wrangler.toml.
const AUTOCONSENT_AS_TEXT = {
  name: "autoconsent-as-text",
  setup: ({ onLoad }) =>
    onLoad({ filter: /autoconsent\.playwright\.js$/ }, async ({ path }) => ({
      contents: await readFile(path),
      loader: "text",
    })),
};

const [file = ".wrangler/openapi.json", origin = "https://pagepixels.example"] =
  process.argv.slice(2);

const { openApiDocument, RESOURCES } = await importBundled(`
  export { openApiDocument } from "./src/openapi/document.ts";
  export { RESOURCES } from "./src/api/resources.ts";
`);
const target = resolve(ROOT, file);
await mkdir(dirname(target), { recursive: true });
await writeFile(target, JSON.stringify(openApiDocument(RESOURCES, origin), null, 2));
console.log(`Wrote the OpenAPI document to ${file}.`);

/** Bundles a module with wrangler's esbuild and imports it. Node cannot do it: the sources import text files. */
async function importBundled(contents) {
  const require = createRequire(import.meta.resolve("wrangler"));
  const { build } = require("esbuild");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    loader: { ".html": "text" },
    plugins: [AUTOCONSENT_AS_TEXT],
    logLevel: "error",
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}
