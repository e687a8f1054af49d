import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Failure } from "../failure.mjs";

const require = createRequire(import.meta.url);

/** Without this file, miniflare treats the Chrome folder as an incomplete download and deletes it. */
export const COMPLETE_MARKER = ".miniflare-install-complete";

/** The folder and the executable of miniflare's Chrome, relative to XDG_CACHE_HOME. */
export async function chromeLocation() {
  const { name, executable } = chromePlatform();
  const folder = join(".wrangler", "chrome", `${name}-${await chromeVersion()}`);
  return { folder, executable: join(folder, executable) };
}

/** Miniflare pins a version of Chrome but does not export it, so it is read from miniflare's code. */
async function chromeVersion() {
  const code = await readFile(require.resolve("miniflare"), "utf8");
  const version = code.match(/\bBROWSER_VERSION = "([\d.]+)"/)?.[1];
  if (!version) {
    throw new Failure(
      "The installed version of miniflare does not fit this project: run npm install.",
    );
  }
  return version;
}

function chromePlatform() {
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
