import type { CompactCMPRuleset, Config } from "@duckduckgo/autoconsent";
import autoconsent from "../../../node_modules/@duckduckgo/autoconsent/dist/autoconsent.playwright.js";
import { prepareAutoconsent, startAutoconsent } from "./page/autoconsent";
import rules from "./rules.mjs";

/** Name of the property of a window that tells how far autoconsent got; nothing lists it. */
export const PROGRESS_KEY = "__consentProgress";

/** The script that opts out of what a page asks consent for; it runs in each document before the page's own. */
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
  // The page's own realm: its consent API is called, nothing is evaluated.
  isMainWorld: true,
  // What is hidden for a while would come back after we looked.
  enablePrehide: false,
  // What no rule knows is hidden, not pressed: that cannot go wrong in another way.
  heuristicMode: "off",
  logs: {
    ...{ lifecycle: false, rulesteps: false, detectionsteps: false, evals: false },
    ...{ errors: false, messages: false, waits: false },
  },
};

/**
 * The rules for every site, those for frames, and those for this site: a third of all, since they are sent with each
 * capture. A rule is a tuple (`CompactCMPRule`): its fourth entry the pattern of its site, its fifth where it runs.
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

/** The address, and where sites commonly send from it. */
function likelyAddresses(url: string): string[] {
  const secure = url.replace(/^http:/, "https:");
  return [url, secure, secure.replace("://", "://www.")];
}
