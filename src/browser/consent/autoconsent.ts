import type { CompactCMPRuleset, Config } from "@duckduckgo/autoconsent";
import autoconsent from "../../../node_modules/@duckduckgo/autoconsent/dist/autoconsent.playwright.js";
import { prepareAutoconsent, startAutoconsent } from "./page/autoconsent";
import rules from "./rules.mjs";

/** Name of the property of a window that holds the progress of autoconsent. It is not enumerable. */
export const PROGRESS_KEY = "__consentProgress";

/** The script that opts out of what a page asks consent for. It runs in each document before the page's own scripts. */
export function autoconsentScript(url: string): string {
  return [
    '"use strict";',
    `(${prepareAutoconsent})(${JSON.stringify(PROGRESS_KEY)});`,
    autoconsent,
    `(${startAutoconsent})(...${JSON.stringify([PROGRESS_KEY, CONFIG, rulesFor(url)])});`,
  ].join("\n");
}

const CONFIG: Partial<Config> = {
  autoAction: "optOut",
  // The script runs in the page's own realm: it calls the consent API of the page directly, without `eval`.
  isMainWorld: true,
  // What autoconsent hides for a while would appear again after we have hidden the banners.
  enablePrehide: false,
  // A banner without a rule is hidden, not clicked: a click on the wrong button would change the page.
  heuristicMode: "off",
  logs: {
    lifecycle: false,
    rulesteps: false,
    detectionsteps: false,
    evals: false,
    errors: false,
    messages: false,
    waits: false,
  },
};

/**
 * The rules for every site, for frames and for this site. They are a third of all rules; the others are left out because
 * the rules are sent with each capture. A rule is a tuple (`CompactCMPRule`): the fourth entry is the URL pattern of its
 * site, the fifth says where it runs.
 */
function rulesFor(url: string): CompactCMPRuleset {
  const { v, s, r, index } = rules;
  const addresses = likelyAddresses(url);
  const isOwn = (pattern: RegExp) => addresses.some((address) => pattern.test(address));
  const own = r.filter(([, , , site]) => site !== "" && isOwn(new RegExp(site)));
  const general = r.filter(([, , , site, context]) => site === "" || context % 10 === 1);
  return {
    v,
    s: own.length > 0 ? s : s.slice(0, index.frameStringEnd),
    r: [...new Set([...general, ...own])],
  };
}

/** The address, and the addresses that sites commonly redirect it to. */
function likelyAddresses(url: string): string[] {
  const secure = url.replace(/^http:/, "https:");
  return [url, secure, secure.replace("://", "://www.")];
}
