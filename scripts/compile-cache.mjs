import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { ROOT } from "./root.mjs";

// Wrangler and miniflare are 25 MB of JavaScript. With the cache Node compiles them once for all commands: loading them
// then takes a quarter less time.
const folder = join(ROOT, ".wrangler", "compile-cache");
enableCompileCache(folder);
// For the commands that are started.
process.env.NODE_COMPILE_CACHE = folder;
