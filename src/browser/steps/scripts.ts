import type { CDPSession } from "@cloudflare/puppeteer";
import type { TargetType } from "../guard/targets";
import type { CaptureState } from "../state";

/** What the user injects is not the page's: its policy does not bind it. */
export async function bypassContentSecurityPolicy({ page, options }: CaptureState): Promise<void> {
  const injects = options.multi_step_actions?.some(({ type }) => type === "css");
  if (options.css_inject || options.js_inject || injects) await page.setBypassCSP(true);
}

/** Turns the scripts of a page or of a frame off, where that is wished; without them nothing starts a worker. */
export async function disableScripts(
  { options }: CaptureState,
  session: CDPSession,
  type: TargetType,
): Promise<void> {
  if (!options.disable_js || !(type === "page" || type === "iframe")) return;
  await session.send("Emulation.setScriptExecutionDisabled", { value: true });
}
