import { accessSync, constants, existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { Failure } from "../failure.mjs";
import { carriedChromium } from "./carried.mjs";

/** The browser to run: CHROME_PATH, else the one among the packages, else the system's; nothing: miniflare's download. */
export async function chooseBrowser() {
  if (process.env.CHROME_PATH) return named(process.env.CHROME_PATH);
  // There miniflare's own download is the way.
  if (process.platform === "win32") return undefined;
  const found = (await carriedChromium()) ?? installed();
  if (!found && !downloadExists()) {
    throw new Failure("No Chrome or Chromium was found: install one, or name one in CHROME_PATH.");
  }
  return found;
}

function named(chromePath) {
  const path = resolve(chromePath);
  if (process.platform === "win32") {
    throw new Failure("CHROME_PATH is not supported on Windows: leave it empty.");
  }
  if (!isProgram(path)) {
    throw new Failure(`CHROME_PATH is ${chromePath}, but there is no program to run there.`);
  }
  return { path, environment: {} };
}

function installed() {
  const path = candidates().find(isProgram);
  return path && { path, environment: {} };
}

function candidates() {
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

// Chrome for Testing, which miniflare downloads, has no build for Linux on ARM.
function downloadExists() {
  return process.platform === "darwin" || (process.platform === "linux" && process.arch === "x64");
}
