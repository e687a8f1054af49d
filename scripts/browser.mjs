import { chooseBrowser } from "./browser/choose.mjs";
import { installLauncher } from "./browser/launcher.mjs";

/**
 * Makes the Browser binding of miniflare run a browser of this machine instead of downloading one.
 * Changes this process's environment: call it before miniflare, wrangler or vitest's workers pool start.
 * `flags` are given to the browser besides the usual ones.
 * Answers which browser it is, or nothing where miniflare is left to its own download.
 */
export async function prepareBrowser({ flags = [] } = {}) {
  const browser = await chooseBrowser();
  if (!browser) return undefined;
  const launcher = await installLauncher(browser, flags);
  // Where miniflare looks for its Chrome.
  process.env.XDG_CACHE_HOME = launcher.cacheFolder;
  return { path: browser.path, sandboxed: launcher.sandboxed };
}
