import type { CDPSession } from "@cloudflare/puppeteer";
import type { TargetType } from "../guard/targets";
import type { CaptureState } from "../state";

/**
 * Sets the user agent and the languages that servers and scripts see, in the page and in every target that it starts.
 * The default is the user agent of a normal Chrome: some sites show other pages to a headless one.
 */
export async function createIdentityOverride({ workspace, options }: CaptureState) {
  const plain = (await workspace.browser.userAgent()).replace("HeadlessChrome", "Chrome");
  const identity = {
    userAgent: options.user_agent ?? plain,
    ...(options.accept_language ? { acceptLanguage: languagesOf(options.accept_language) } : {}),
  };
  return async (session: CDPSession, _: TargetType): Promise<void> => {
    await session.send("Network.setUserAgentOverride", identity);
  };
}

/** The languages of an Accept-Language header in order of preference. Chromium adds the weights itself. */
function languagesOf(acceptLanguage: string): string {
  const languages = acceptLanguage.split(",").map((part) => {
    const [language = "", ...parameters] = part.split(";").map((text) => text.trim());
    const weight = parameters.find((text) => /^q=/i.test(text))?.slice(2) ?? "1";
    return { language, weight: Number(weight) };
  });
  return languages
    .filter(({ language, weight }) => language && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language)
    .join(",");
}
