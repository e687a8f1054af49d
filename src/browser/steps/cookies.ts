import { CaptureFailure } from "../../errors";
import { withoutUndefined } from "../../lib/without-undefined";
import type { CaptureState } from "../state";

/** Sets the user's cookies. A cookie without a domain belongs to the page's host. */
export async function setCookies({ page, options }: CaptureState): Promise<void> {
  for (const cookie of options.cookies ?? []) {
    const { domain, ...rest } = cookie;
    const target = domain ? { domain: withSubdomains(domain), path: "/" } : { url: options.url };
    const known = withoutUndefined({ ...target, ...rest }) as unknown as SetCookie;
    await page.setCookie(known).catch((cause: unknown) => {
      const note = `The browser does not take the cookie ${cookie.name}.`;
      throw new CaptureFailure("action_failed", note, { cause });
    });
  }
}

/** A domain includes its subdomains, as in a Set-Cookie header. Chromium needs a leading dot for that. */
function withSubdomains(domain: string): string {
  const isName = /^[^.:]+\..*[^.\d]$/.test(domain);
  return isName ? `.${domain}` : domain;
}

type SetCookie = Parameters<CaptureState["page"]["setCookie"]>[0];
