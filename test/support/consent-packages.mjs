import { readFile } from "node:fs/promises";
import { extname, normalize } from "node:path";

// Libraries that show cookie banners. The test pages run the published files.
const PACKAGES = ["cookieconsent", "klaro", "orejime", "tarteaucitronjs", "vanilla-cookieconsent"];

const TYPES = { ".js": "text/javascript", ".css": "text/css" };

/** A file of one of these packages: /package/<name>/<path>. */
export async function servePackageFile(_, response, url) {
  const path = normalize(decodeURIComponent(url.pathname.slice("/package/".length)));
  const type = TYPES[extname(path)];
  if (!PACKAGES.includes(path.split("/")[0]) || !type) return response.writeHead(404).end();
  const file = await readFile(new URL(`../../node_modules/${path}`, import.meta.url));
  response.writeHead(200, { "Content-Type": type }).end(file);
}
