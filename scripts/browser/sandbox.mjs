import { Failure } from "../failure.mjs";
import { tryBrowser } from "./trial.mjs";

/** Whether the browser starts with its sandbox. Fails if it does not start without it, either. */
export async function canUseSandbox(browser, flags) {
  // Chromium does not start as root with its sandbox.
  const isRoot = process.getuid() === 0;
  if (!isRoot && (await tryBrowser(browser, flags)).works) return true;
  const { works, reason } = await tryBrowser(browser, [...flags, "--no-sandbox"]);
  if (!works) throw new Failure(`The browser ${browser.path} does not start: ${reason}`);
  return false;
}
