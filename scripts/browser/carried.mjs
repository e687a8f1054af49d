import { execFile } from "node:child_process";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BROWSER_FOLDER, fillOnce } from "./folder.mjs";
import { fontsConf } from "./fonts.mjs";

const execute = promisify(execFile);
const UNPACK = fileURLToPath(new URL("unpack.mjs", import.meta.url));

/** The headless Chromium that `@sparticuz/chromium` carries, unpacked; nothing where it cannot run or is not installed. */
export async function carriedChromium() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const version = await installedVersion();
  if (!version) return undefined;
  const folder = join(BROWSER_FOLDER, `chromium-${version}`);
  await fillOnce(folder, (draft) => unpack(draft, folder));
  const path = join(folder, "chromium");
  const environment = { FONTCONFIG_FILE: join(folder, "fonts.conf") };
  return { path, environment: { ...environment, ...(await libraries(path, folder)) } };
}

async function installedVersion() {
  try {
    const description = findPackageJSON("@sparticuz/chromium", import.meta.url);
    return JSON.parse(await readFile(description, "utf8")).version;
  } catch {
    return undefined;
  }
}

async function unpack(draft, folder) {
  // The package unpacks into the temporary folder, and its libraries only where it believes to be in a Lambda.
  const env = { ...process.env, TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" };
  await execute(process.execPath, [UNPACK], { env });
  await chmod(join(draft, "chromium"), 0o755);
  await writeFile(join(draft, "fonts.conf"), fontsConf(join(folder, "fonts-cache")));
}

/** Chromium links NSS, which a machine with nothing but Node lacks: then the package's copy is used. */
async function libraries(path, folder) {
  try {
    await execute(path, ["--version"]);
    return {};
  } catch {
    return { LD_LIBRARY_PATH: join(folder, "al2023", "lib") };
  }
}
