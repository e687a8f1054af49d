import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Failure } from "../failure.mjs";

const require = createRequire(import.meta.url);

/** With this file beside it, miniflare never takes a Chrome for a broken download and deletes it. */
export const COMPLETE_MARKER = ".miniflare-install-complete";

/** Where the installed miniflare looks for its Chrome, below XDG_CACHE_HOME. */
export async function chromeLocation() {
  const { name, executable } = platform();
  const folder = join(".wrangler", "chrome", `${name}-${await chromeVersion()}`);
  return { folder, executable: join(folder, executable) };
}

/** Miniflare pins one version of Chrome and exports it nowhere: it is read out of its code. */
async function chromeVersion() {
  const code = await readFile(require.resolve("miniflare"), "utf8");
  const version = code.match(/\bBROWSER_VERSION = "([\d.]+)"/)?.[1];
  if (!version) {
    throw new Failure(
      "The installed miniflare is not the one this project works with: run npm install.",
    );
  }
  return version;
}

function platform() {
  const arm = process.arch === "arm64";
  if (process.platform === "darwin") {
    const app = join(
      "Google Chrome for Testing.app",
      "Contents",
      "MacOS",
      "Google Chrome for Testing",
    );
    return {
      name: arm ? "mac_arm" : "mac",
      executable: join(`chrome-mac-${arm ? "arm64" : "x64"}`, app),
    };
  }
  return { name: arm ? "linux_arm" : "linux", executable: join("chrome-linux64", "chrome") };
}
