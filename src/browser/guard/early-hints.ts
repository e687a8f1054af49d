import type { CDPSession } from "@cloudflare/puppeteer";
import { problemOfUrl } from "../../lib/url-policy";
import type { CaptureState } from "../state";
import { blockedAddress } from "./blocked-address";

/**
 * Ends a capture when a 103 response (Early Hints) names a refused address. The browser requests the addresses before
 * it reports the response. It neither pauses nor reports these requests.
 */
export function watchEarlyHints({ policy, fail }: CaptureState, session: CDPSession): void {
  const refuse = (note: string) => fail(blockedAddress(note));
  session.on("Network.responseReceivedEarlyHints", ({ headers }) => {
    const links = linksOf(headers);
    // The time to parse them grows faster than their length.
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
 * The web addresses of `Link` headers. An address without a host is on the page's own host, which has been checked.
 *
 * @example hintedUrls("<//10.0.0.1/a.css>; rel=preload, </b.js>") // //10.0.0.1/a.css
 */
export function hintedUrls(links: string): URL[] {
  // Every "<" may begin an address: a quoted parameter can contain one, too.
  return [...links.matchAll(/(?=<([^>]*)>)/g)]
    .map(([, address = ""]) => URL.parse(address, OWN_ORIGIN))
    .filter((url) => url !== null)
    .filter(({ origin, protocol }) => origin !== OWN_ORIGIN && /^https?:$/.test(protocol));
}

/** Stands for the page's origin. The browser accepts hints over HTTP/2 only, and uses HTTP/2 with HTTPS only. */
const OWN_ORIGIN = "https://the-page-itself.invalid";
