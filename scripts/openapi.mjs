// Writes the description of the API to a file, for linters and generators, which read no TypeScript:
// node scripts/openapi.mjs [file] [origin]
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { ROOT } from "./root.mjs";

// As the rule in wrangler.toml has it.
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

const { openApiDocument, RESOURCES } = await load(`
  export { openApiDocument } from "./src/openapi/document.ts";
  export { RESOURCES } from "./src/api/resources.ts";
`);
const target = resolve(ROOT, file);
await mkdir(dirname(target), { recursive: true });
await writeFile(target, JSON.stringify(openApiDocument(RESOURCES, origin), null, 2));
console.log(`The description of the API is in ${file}.`);

/** Bundles what these exports name with the bundler that wrangler brings, and imports it. */
async function load(contents) {
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
