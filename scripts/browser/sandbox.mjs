import { Failure } from "../failure.mjs";
import { tryBrowser } from "./trial.mjs";

/** Tries whether the browser starts inside its own sandbox; fails when it starts in no way. */
export async function canKeepSandbox(browser, flags) {
  // Chromium refuses to be root in its sandbox.
  const isRoot = process.getuid() === 0;
  if (!isRoot && (await tryBrowser(browser, flags)).works) return true;
  const { works, reason } = await tryBrowser(browser, [...flags, "--no-sandbox"]);
  if (!works) throw new Failure(`The browser ${browser.path} does not start: ${reason}`);
  return false;
}
