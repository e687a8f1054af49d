import { refuseWindows } from "../page/windows";
import { refuseSharedWorkers } from "../page/workers";
import type { Stage } from "../stage";

/** Turns the page's scripts off where that is wished; else takes from them what the guard cannot see. */
export async function setScripts({ page, options }: Stage): Promise<void> {
  if (options.disable_js) await page.setJavaScriptEnabled(false);
  else {
    await page.evaluateOnNewDocument(refuseSharedWorkers);
    await page.evaluateOnNewDocument(refuseWindows);
  }
  // What the user injects is not the page's: its policy does not bind it.
  const injects = options.multi_step_actions?.some(({ type }) => type === "css");
  if (options.css_inject || options.js_inject || injects) await page.setBypassCSP(true);
}
