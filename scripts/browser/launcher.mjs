import { createHash } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { release } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { WITH_PARENT } from "../with-parent.mjs";
import { FLAGS } from "./flags.mjs";
import { BROWSER_FOLDER, fillOnce } from "./folder.mjs";
import { COMPLETE_MARKER, chromeLocation } from "./miniflare.mjs";
import { canKeepSandbox } from "./sandbox.mjs";

const NO_SANDBOX = "--no-sandbox";
const NO_FLOODING_PROTECTION = "--disable-ipc-flooding-protection";
const END_UNUSED = fileURLToPath(new URL("end-unused.sh", import.meta.url));

/** Puts a script where miniflare expects the Chrome it downloads. Each browser has a folder of its own. */
export async function installLauncher(browser, extraFlags) {
  const flags = [...FLAGS, ...extraFlags];
  const chrome = await chromeLocation();
  const cacheFolder = join(BROWSER_FOLDER, await fingerprint(browser, chrome, flags));
  await fillOnce(cacheFolder, (draft) => writeLauncher(browser, chrome, flags, draft));
  const text = await readFile(join(cacheFolder, chrome.executable), "utf8");
  return { cacheFolder, sandboxed: !text.endsWith(`${quote(NO_SANDBOX)}\n`) };
}

async function writeLauncher({ path, environment }, chrome, flags, cacheFolder) {
  const browser = { path, environment: { ...inherited(), ...environment } };
  const sandboxed = await canKeepSandbox(browser, flags);
  const launcher = join(cacheFolder, chrome.executable);
  await mkdir(dirname(launcher), { recursive: true });
  const text = launcherText(browser, sandboxed ? flags : [...flags, NO_SANDBOX]);
  await writeFile(launcher, text, { mode: 0o755 });
  await writeFile(join(cacheFolder, chrome.folder, COMPLETE_MARKER), "");
}

/** Miniflare starts its browser with an empty environment. No proxies: a page's host is connected to directly. */
function inherited() {
  // Without a locale Chromium tells pages a language that does not exist (`en-US@posix`).
  const locale = { LANG: "en_US.UTF-8" };
  const names = ["HOME", "PATH", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH"];
  const given = names.filter((name) => process.env[name]).map((name) => [name, process.env[name]]);
  return { ...locale, ...Object.fromEntries(given) };
}

/** Changes with the browser, with what the launcher does and where it is, and with what decides about the sandbox. */
async function fingerprint(browser, chrome, flags) {
  const { size, mtimeMs } = await stat(browser.path);
  const text = launcherText(browser, flags);
  const facts = [text, chrome.executable, size, mtimeMs, process.getuid(), release()];
  return createHash("sha256").update(facts.join("\n")).digest("hex").slice(0, 12);
}

function launcherText({ path, environment }, flags) {
  const variables = Object.entries(environment);
  return `#!/bin/sh
${variables.map(([name, value]) => `export ${name}=${quote(value)}`).join("\n")}
# Leaves out two of miniflare's flags. Whether the sandbox works was tried before; pages must not navigate without limit.
for flag do
  shift
  case "$flag" in ${NO_SANDBOX} | ${NO_FLOODING_PROTECTION}) ;; *) set -- "$@" "$flag" ;; esac
  case "$flag" in --user-data-dir=*) profile=\${flag#*=} ;; esac
done
# Holds none of the browser's pipes: who reads them would wait for it too.
/bin/sh ${quote(END_UNUSED)} $$ "$profile" </dev/null >/dev/null 2>&1 3>&- &
exec /bin/sh ${quote(WITH_PARENT)} ${quote(path)} "$@" ${flags.map(quote).join(" ")}
`;
}

/** A text as one word for the shell. */
export function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
