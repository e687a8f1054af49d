import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chooseBrowser } from "../../../scripts/browser/choose.mjs";
import { quote } from "../../../scripts/browser/launcher.mjs";
import { Failure } from "../../../scripts/failure.mjs";
import { ROOT } from "../../../scripts/root.mjs";

// All host names resolve to this machine, so that no page reaches another machine.
const FLAGS = ["--host-resolver-rules=MAP * 127.0.0.1", "--site-per-process"];

/** Writes a script that runs the browser with these flags. Returns its path, for CHROME_PATH. */
export async function writeBrowserScript() {
  const browser = await chooseBrowser();
  if (!browser) throw new Failure("Set CHROME_PATH to the path of a Chrome or Chromium.");
  const variables = Object.entries(browser.environment);
  const lines = [
    "#!/bin/sh",
    ...variables.map(([name, value]) => `export ${name}=${quote(value)}`),
    `exec ${quote(browser.path)} "$@" ${FLAGS.map(quote).join(" ")}`,
  ];
  const path = join(ROOT, ".wrangler", "hostile-pages-browser");
  await mkdir(join(ROOT, ".wrangler"), { recursive: true });
  await writeFile(path, `${lines.join("\n")}\n`, { mode: 0o755 });
  return path;
}
