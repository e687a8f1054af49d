import { accessSync, constants, existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { Failure } from "../failure.mjs";
import { bundledChromium } from "./bundled.mjs";

/**
 * Returns the browser of CHROME_PATH, else the bundled Chromium, else a browser that is installed on this machine.
 * Returns undefined if miniflare has to download Chrome.
 */
export async function chooseBrowser() {
  if (process.env.CHROME_PATH) return browserFromChromePath(process.env.CHROME_PATH);
  // The launcher is a shell script, so on Windows miniflare uses its own download.
  if (process.platform === "win32") return undefined;
  const found = (await bundledChromium()) ?? installedBrowser();
  if (!found && !canMiniflareDownload()) {
    throw new Failure(
      "No Chrome or Chromium was found: install one, or set CHROME_PATH to its path.",
    );
  }
  return found;
}

function browserFromChromePath(chromePath) {
  const path = resolve(chromePath);
  if (process.platform === "win32") {
    throw new Failure("CHROME_PATH is not supported on Windows: leave it empty.");
  }
  if (!isProgram(path)) {
    throw new Failure(`CHROME_PATH is ${chromePath}, but there is no program to run there.`);
  }
  return { path, environment: {} };
}

function installedBrowser() {
  const path = installPaths().find(isProgram);
  return path && { path, environment: {} };
}

function installPaths() {
  if (process.platform === "darwin") {
    return ["Google Chrome", "Chromium"].flatMap((name) =>
      ["/Applications", join(homedir(), "Applications")].map((folder) =>
        join(folder, `${name}.app`, "Contents", "MacOS", name),
      ),
    );
  }
  const names = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser"];
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path) && statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Miniflare downloads Chrome for Testing, which has no build for Linux on ARM. */
function canMiniflareDownload() {
  return process.platform === "darwin" || (process.platform === "linux" && process.arch === "x64");
}
