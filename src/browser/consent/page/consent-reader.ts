import type { ConsentButtons } from "./consent-buttons";

export type ConsentReader = ReturnType<typeof createConsentReader>;

/**
 * Returns functions that read elements as they are shown: slots with their assigned nodes, and shadow roots. `starts`
 * are the buttons that may belong to a banner, or the element of a frame that shows one.
 */
export function createConsentReader(
  starts: ConsentButtons | Element,
  words: { cookies: string; consent: string; context: string; decide: string },
) {
  const cookies = new RegExp(words.cookies, "iu");
  const everyCookie = new RegExp(words.cookies, "giu");
  const consent = new RegExp(words.consent, "iu");
  const context = new RegExp(words.context, "iu");
  const decide = new RegExp(words.decide, "iu");
  const { decisions, acknowledgements } =
    starts instanceof Element ? { decisions: [], acknowledgements: [] } : starts;
  const buttons = new Set<Element>([...decisions, ...acknowledgements]);
  const texts = new Map<Element, { all: string; prose: string }>();
  return { ancestors, textOf, countCookies, mentionsCookies };

  /** The element and its ancestors below the body, through slots and out of shadow roots. */
  function* ancestors(start: Element): Generator<Element> {
    let element: Element | null = start;
    while (element && element !== document.body && element !== document.documentElement) {
      yield element;
      const root = element.getRootNode();
      element =
        element.assignedSlot ??
        element.parentElement ??
        (root instanceof ShadowRoot ? root.host : null);
    }
  }

  /** The whole text of an element with single spaces. */
  function textOf(element: Element): string {
    return textsOf(element).all;
  }

  /** How often an element mentions cookies. */
  function countCookies(element: Element): number {
    return [...textOf(element).matchAll(everyCookie)].length;
  }

  function mentionsCookies(element: Element): boolean {
    const { all, prose } = textsOf(element);
    const labels = decisions.filter((button) => [...ancestors(button)].includes(element));
    const named =
      cookies.test(prose) ||
      labels.some((button) => cookies.test(`${button.textContent} ${namesOf(button)}`)) ||
      (cookies.test(all) && decide.test(prose));
    return named
      ? labels.length > 0 || context.test(prose)
      : labels.length > 1 && consent.test(prose);
  }

  function namesOf(button: Element): string {
    return `${button.getAttribute("aria-label")} ${button.getAttribute("title")}`;
  }

  /** The text with single spaces: `all` of it, and the `prose` without links and these buttons. */
  function textsOf(element: Element): { all: string; prose: string } {
    const known = texts.get(element);
    if (known) return known;
    const fold = (text: string) => text.replace(/\s+/g, " ").trim();
    const read = { all: fold(collect(element, true)), prose: fold(collect(element, false)) };
    texts.set(element, read);
    return read;
  }

  function collect(node: Node, everything: boolean): string {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element || node instanceof ShadowRoot)) return "";
    if (node instanceof Element) {
      if (node.matches("script, style, template, noscript")) return "";
      if (!everything && (node.matches("a") || buttons.has(node))) return "";
    }
    const assigned = node instanceof HTMLSlotElement ? node.assignedNodes({ flatten: true }) : [];
    const inside = node instanceof Element ? node.shadowRoot : null;
    const children = assigned.length > 0 ? assigned : (inside ?? node).childNodes;
    return Array.from(children, (child) => collect(child, everything)).join(" ");
  }
}
