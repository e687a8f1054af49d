/** Buttons that may belong to a consent banner. */
export interface ConsentButtons {
  /** Buttons that accept, reject or choose. */
  decisions: Element[];
  /** Buttons that only close a notice. */
  acknowledgements: Element[];
}

/** Finds the buttons with a label of a consent banner, also inside open shadow roots. */
export function consentButtons(words: { decide: string; acknowledge: string }): ConsentButtons {
  const BUTTON_LIKE =
    "button, a, input[type=button], input[type=submit], [role=button], [onclick], [class*=btn], [class*=button]";
  const LONGEST_LABEL = 60;
  const decide = new RegExp(words.decide, "iu");
  const acknowledge = new RegExp(words.acknowledge, "iu");
  const found: ConsentButtons = { decisions: [], acknowledgements: [] };
  search(document);
  return found;

  function search(root: Document | ShadowRoot): void {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) search(element.shadowRoot);
      if (element.matches(BUTTON_LIKE)) sort(element);
    }
  }

  function sort(element: Element): void {
    const label = labelOf(element);
    if (label.length > LONGEST_LABEL) return;
    if (decide.test(label)) found.decisions.push(element);
    else if (acknowledge.test(label)) found.acknowledgements.push(element);
  }

  function labelOf(element: Element): string {
    const text = element instanceof HTMLInputElement ? element.value : element.textContent;
    const unseen = ["aria-label", "title", "class"].map((name) => element.getAttribute(name));
    return [text, ...unseen].map((label) => label?.trim()).find(Boolean) ?? "";
  }
}
