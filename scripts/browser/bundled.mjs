import { execFile } from "node:child_process";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fillOnce } from "../fill-once.mjs";
import { BROWSER_FOLDER } from "./folder.mjs";
import { fontsConf } from "./fonts.mjs";

const execute = promisify(execFile);
const UNPACK = fileURLToPath(new URL("unpack.mjs", import.meta.url));

/** Unpacks the Chromium of `@sparticuz/chromium`. Returns undefined if it cannot run here or is not installed. */
export async function bundledChromium() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const version = await installedVersion();
  if (!version) return undefined;
  const folder = join(BROWSER_FOLDER, `chromium-${version}`);
  await fillOnce(folder, (draft) => unpackChromium(draft, folder));
  const path = join(folder, "chromium");
  const fontConfiguration = { FONTCONFIG_FILE: join(folder, "fonts.conf") };
  const libraryPath = await libraryEnvironment(path, folder);
  return { path, environment: { ...fontConfiguration, ...libraryPath } };
}

async function installedVersion() {
  try {
    const description = findPackageJSON("@sparticuz/chromium", import.meta.url);
    return JSON.parse(await readFile(description, "utf8")).version;
  } catch {
    return undefined;
  }
}

async function unpackChromium(draft, folder) {
  // The package unpacks into TMPDIR. It unpacks its libraries only if it detects AWS Lambda.
  const env = { ...process.env, TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" };
  await execute(process.execPath, [UNPACK], { env });
  await chmod(join(draft, "chromium"), 0o755);
  await writeFile(join(draft, "fonts.conf"), fontsConf(join(folder, "fonts-cache")));
}

/** Chromium needs the NSS libraries. If the machine lacks them, the copy in the package is used. */
async function libraryEnvironment(path, folder) {
  try {
    await execute(path, ["--version"]);
    return {};
  } catch {
    return { LD_LIBRARY_PATH: join(folder, "al2023", "lib") };
  }
}
