import { createHash } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { release } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fillOnce } from "../fill-once.mjs";
import { WITH_PARENT } from "../with-parent.mjs";
import { FLAGS } from "./flags.mjs";
import { BROWSER_FOLDER } from "./folder.mjs";
import { COMPLETE_MARKER, chromeLocation } from "./miniflare.mjs";
import { canUseSandbox } from "./sandbox.mjs";

const NO_SANDBOX = "--no-sandbox";
const NO_FLOODING_PROTECTION = "--disable-ipc-flooding-protection";
const DISABLE_FEATURES = "--disable-features=";
const END_UNUSED = fileURLToPath(new URL("end-unused.sh", import.meta.url));

/** Writes a launcher script to the path where miniflare expects its Chrome. Each browser has its own folder. */
export async function installLauncher(browser, extraFlags) {
  const flags = [...FLAGS, ...extraFlags];
  const chrome = await chromeLocation();
  const cacheFolder = join(BROWSER_FOLDER, await fingerprint(browser, chrome, flags));
  await fillOnce(cacheFolder, (draft) => writeLauncher(browser, chrome, flags, draft));
  const text = await readFile(join(cacheFolder, chrome.executable), "utf8");
  return { cacheFolder, sandboxed: !text.endsWith(`${quote(NO_SANDBOX)}\n`) };
}

async function writeLauncher({ path, environment }, chrome, flags, cacheFolder) {
  const browser = { path, environment: { ...baseEnvironment(), ...environment } };
  const sandboxed = await canUseSandbox(browser, flags);
  const launcher = join(cacheFolder, chrome.executable);
  await mkdir(dirname(launcher), { recursive: true });
  const text = launcherText(browser, sandboxed ? flags : [...flags, NO_SANDBOX]);
  await writeFile(launcher, text, { mode: 0o755 });
  await writeFile(join(cacheFolder, chrome.folder, COMPLETE_MARKER), "");
}

/** Miniflare starts its browser with an empty environment. Proxy variables stay out: the browser connects directly. */
function baseEnvironment() {
  // Without a locale Chromium reports the invalid language `en-US@posix` to pages.
  const locale = { LANG: "en_US.UTF-8" };
  const names = ["HOME", "PATH", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH"];
  const inherited = names
    .filter((name) => process.env[name])
    .map((name) => [name, process.env[name]]);
  return { ...locale, ...Object.fromEntries(inherited) };
}

/** A hash of the browser, of the launcher's text and path, and of what decides whether the sandbox works. */
async function fingerprint(browser, chrome, flags) {
  const { size, mtimeMs } = await stat(browser.path);
  const text = launcherText(browser, flags);
  const facts = [text, chrome.executable, size, mtimeMs, process.getuid(), release()];
  return createHash("sha256").update(facts.join("\n")).digest("hex").slice(0, 12);
}

function launcherText({ path, environment }, allFlags) {
  const variables = Object.entries(environment);
  const isFeatures = (flag) => flag.startsWith(DISABLE_FEATURES);
  const flags = allFlags.filter((flag) => !isFeatures(flag));
  const features = allFlags.filter(isFeatures).map((flag) => flag.replace(DISABLE_FEATURES, ","));
  return `#!/bin/sh
${variables.map(([name, value]) => `export ${name}=${quote(value)}`).join("\n")}
# Removes two flags of miniflare. The sandbox is on if it works here, and Chromium limits how often a page navigates.
# Adds to the features that miniflare disables: Chromium reads only the last of such flags.
for flag do
  shift
  case "$flag" in ${DISABLE_FEATURES}*) flag=$flag${features.map(quote).join("")} ;; esac
  case "$flag" in ${NO_SANDBOX} | ${NO_FLOODING_PROTECTION}) ;; *) set -- "$@" "$flag" ;; esac
  case "$flag" in --user-data-dir=*) profile=\${flag#*=} ;; esac
done
# Inherits no pipe of the browser: otherwise the reader would wait for this process, too.
/bin/sh ${quote(END_UNUSED)} $$ "$profile" </dev/null >/dev/null 2>&1 3>&- &
exec /bin/sh ${quote(WITH_PARENT)} ${quote(path)} "$@" ${flags.map(quote).join(" ")}
`;
}

/** Quotes a text as one word for the shell. */
export function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
