import type { CDPSession } from "@cloudflare/puppeteer";
import type { Stage } from "../stage";
import type { TargetType } from "../targets";

/**
 * How the browser introduces itself, to servers and to scripts, in the page and in all that it starts. Without a
 * wish it is a plain Chrome: sites show a headless one other pages.
 */
export async function identityOf({ browser, options }: Stage) {
  const plain = (await browser.userAgent()).replace("HeadlessChrome", "Chrome");
  const identity = {
    userAgent: options.user_agent ?? plain,
    ...(options.accept_language ? { acceptLanguage: options.accept_language } : {}),
  };
  return async (session: CDPSession, _: TargetType): Promise<void> => {
    await session.send("Network.setUserAgentOverride", identity);
  };
}
