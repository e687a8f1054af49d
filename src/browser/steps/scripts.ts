import type { CDPSession } from "@cloudflare/puppeteer";
import { isDocument, type TargetType } from "../guard/targets";
import type { CaptureState } from "../state";

/** Turns the page's Content Security Policy off when the user injects CSS or JavaScript: the policy would block it. */
export async function bypassContentSecurityPolicy({ page, options }: CaptureState): Promise<void> {
  const injects = options.multi_step_actions?.some(({ type }) => type === "css");
  if (options.css_inject || options.js_inject || injects) await page.setBypassCSP(true);
}

/** Applies the option `disable_js` to a page or a frame. Workers need no setting: only scripts start them. */
export async function disableScripts(
  { options }: CaptureState,
  session: CDPSession,
  type: TargetType,
): Promise<void> {
  if (!options.disable_js || !isDocument(type)) return;
  await session.send("Emulation.setScriptExecutionDisabled", { value: true });
}
