import type { CDPSession } from "@cloudflare/puppeteer";
import { refuseWindows } from "../page/windows";
import { refuseSharedWorkers } from "../page/workers";
import type { Stage } from "../stage";
import type { TargetType } from "../targets";

/** Takes from the page's scripts what the guard cannot see. */
export async function setScripts({ page, options }: Stage): Promise<void> {
  await page.evaluateOnNewDocument(refuseSharedWorkers);
  await page.evaluateOnNewDocument(refuseWindows);
  // What the user injects is not the page's: its policy does not bind it.
  const injects = options.multi_step_actions?.some(({ type }) => type === "css");
  if (options.css_inject || options.js_inject || injects) await page.setBypassCSP(true);
}

/** Turns the scripts of a page or of a frame off, where that is wished; without them nothing starts a worker. */
export async function disableScripts(
  { options }: Stage,
  session: CDPSession,
  type: TargetType,
): Promise<void> {
  if (!options.disable_js || !(type === "page" || type === "iframe")) return;
  await session.send("Emulation.setScriptExecutionDisabled", { value: true });
}
