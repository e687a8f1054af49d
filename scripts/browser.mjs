import { chooseBrowser } from "./browser/choose.mjs";
import { installLauncher } from "./browser/launcher.mjs";

/**
 * Makes miniflare's Browser binding run a browser of this machine instead of downloading one. It changes the
 * environment of this process, so call it before miniflare, wrangler or vitest's workers pool starts. `flags` are passed
 * to the browser after the default flags. Returns the browser, or undefined if miniflare has to download one.
 */
export async function prepareBrowser({ flags = [] } = {}) {
  const browser = await chooseBrowser();
  if (!browser) return undefined;
  const launcher = await installLauncher(browser, flags);
  // Miniflare looks for its Chrome in this folder.
  process.env.XDG_CACHE_HOME = launcher.cacheFolder;
  return { path: browser.path, sandboxed: launcher.sandboxed };
}
