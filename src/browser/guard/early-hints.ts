import type { CDPSession } from "@cloudflare/puppeteer";
import { CaptureFailure } from "../../errors";
import { problemOfUrl } from "../../lib/urls";
import type { CaptureState } from "../state";

/**
 * Ends a capture when a 103 response (Early Hints) names a refused address. The browser asks for such addresses before
 * it tells of the response, and neither pauses these requests nor reports them.
 */
export function watchEarlyHints({ policy, fail }: CaptureState, session: CDPSession): void {
  const refuse = (note: string) => fail(new CaptureFailure("blocked_address", note));
  session.on("Network.responseReceivedEarlyHints", ({ headers }) => {
    const links = linksOf(headers);
    // Reading them takes longer than their length says.
    if (links.length > MAX_LINK_CHARACTERS)
      return refuse("The page's 103 response is too long to check.");
    for (const url of hintedUrls(links)) {
      const problem = problemOfUrl(url, policy);
      if (problem) refuse(`The page's 103 response named ${url.host}, which ${problem}.`);
    }
  });
}

const MAX_LINK_CHARACTERS = 16_384;

function linksOf(headers: Record<string, string>): string {
  const links = Object.entries(headers).filter(([name]) => name.toLowerCase() === "link");
  return links.map(([, value]) => value).join();
}

/**
 * The web addresses of `Link` headers. Those without a host lead to the page's own, which has been checked.
 *
 * @example hintedUrls("<//10.0.0.1/a.css>; rel=preload, </b.js>") // //10.0.0.1/a.css
 */
export function hintedUrls(links: string): URL[] {
  // Every "<" may begin an address: a quoted parameter may hold one, too.
  return [...links.matchAll(/(?=<([^>]*)>)/g)]
    .map(([, address = ""]) => URL.parse(address, OWN_ORIGIN))
    .filter((url) => url !== null)
    .filter(({ origin, protocol }) => origin !== OWN_ORIGIN && /^https?:$/.test(protocol));
}

/** Stands for the page's origin. The browser takes hints over HTTP/2 only, and HTTP/2 is always HTTPS there. */
const OWN_ORIGIN = "https://the-page-itself.invalid";
