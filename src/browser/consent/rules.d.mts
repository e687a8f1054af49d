import type { IndexedCMPRuleset } from "@duckduckgo/autoconsent";

declare const rules: IndexedCMPRuleset;
export default rules;
