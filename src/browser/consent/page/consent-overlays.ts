import type { ConsentButtons } from "./consent-buttons";

/**
 * Finds the consent banners around buttons, or around the element of a frame that shows one. A banner lies over the
 * page, mentions cookies and contains nothing else.
 */
export function consentOverlays(
  starts: ConsentButtons | Element,
  words: { cookies: string; consent: string; context: string; decide: string },
): HTMLElement[] {
  const NAME =
    /(cookie|consent|gdpr|ccpa)\S*(banner|bar|notice|pop-?up|modal|dialog|overlay|message|alert|wall|layer|box|panel)/i;
  const OTHER_CONTENT =
    "main, [role=main], article, nav, [role=navigation], textarea, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=hidden], [type=image], [type=range], [type=search])";
  /** How many characters that do not mention cookies a wrapper may have besides the banner in it. */
  const MAX_EXTRA_CHARACTERS = 100;

  const cookies = new RegExp(words.cookies, "iu");
  const consent = new RegExp(words.consent, "iu");
  const context = new RegExp(words.context, "iu");
  const decide = new RegExp(words.decide, "iu");
  const frame = starts instanceof Element ? starts : null;
  const { decisions, acknowledgements } =
    starts instanceof Element ? { decisions: [], acknowledgements: [] } : starts;
  const buttons = new Set<Element>([...decisions, ...acknowledgements]);
  const texts = new Map<Element, { all: string; prose: string }>();
  const isBannerCache = new Map<Element, boolean>();

  const found = new Set<HTMLElement>();
  for (const start of frame ? [frame] : buttons) {
    const overlay = outermost(start);
    if (overlay) found.add(overlay);
  }
  return [...found].filter(
    (overlay) => ![...found].some((o) => o !== overlay && o.contains(overlay)),
  );

  function outermost(start: Element): HTMLElement | undefined {
    let best: HTMLElement | undefined;
    for (const element of ancestors(start)) {
      if (!(element instanceof HTMLElement) || !isBanner(element)) continue;
      if (best && hasMoreText(element, best)) break;
      if (isWholePage(element)) break;
      best = element;
    }
    return best;
  }

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

  function isBanner(element: HTMLElement): boolean {
    const known = isBannerCache.get(element);
    if (known !== undefined) return known;
    const isFound =
      isOverlay(element) &&
      !hasOtherContent(element) &&
      (frame !== null || mentionsCookies(element));
    isBannerCache.set(element, isFound);
    return isFound;
  }

  function isOverlay(element: HTMLElement): boolean {
    const { position, zIndex } = getComputedStyle(element);
    return (
      position === "fixed" ||
      position === "sticky" ||
      (position === "absolute" && Number(zIndex) >= 10) ||
      element.matches(
        "dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true], :popover-open",
      ) ||
      // A banner by its name, in the flow of the page, outside of the main content.
      (NAME.test(`${element.localName} ${element.id} ${element.className}`) &&
        !element.closest("main, article"))
    );
  }

  function hasOtherContent(element: HTMLElement): boolean {
    const seen = (other: Element) => other.checkVisibility();
    return (
      element.matches(OTHER_CONTENT) || [...element.querySelectorAll(OTHER_CONTENT)].some(seen)
    );
  }

  function mentionsCookies(element: HTMLElement): boolean {
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

  /** Whether a wrapper has much text besides the banner in it. */
  function hasMoreText(outer: HTMLElement, inner: HTMLElement): boolean {
    const [wide, narrow] = [textsOf(outer).all, textsOf(inner).all];
    const mentions = (text: string) => [...text.matchAll(new RegExp(cookies, "giu"))].length;
    return (
      wide.length - narrow.length > MAX_EXTRA_CHARACTERS &&
      (mentions(wide) - mentions(narrow)) * 4 * MAX_EXTRA_CHARACTERS < wide.length - narrow.length
    );
  }

  /** Whether the page would be blank without it. */
  function isWholePage(element: HTMLElement): boolean {
    const { width, height } = element.getBoundingClientRect();
    if (width < 0.9 * innerWidth || height < 0.9 * innerHeight) return false;
    return textsOf(element).all.length > 0.98 * textsOf(document.body).all.length;
  }

  /** The text with single spaces: `all` of it, and the `prose` without links and these buttons. */
  function textsOf(element: Element): { all: string; prose: string } {
    const known = texts.get(element);
    if (known) return known;
    const fold = (text: string) => text.replace(/\s+/g, " ").trim();
    const read = { all: fold(textOf(element, true)), prose: fold(textOf(element, false)) };
    texts.set(element, read);
    return read;
  }

  function textOf(node: Node, everything: boolean): string {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element || node instanceof ShadowRoot)) return "";
    if (node instanceof Element) {
      if (node.matches("script, style, template, noscript")) return "";
      if (!everything && (node.matches("a") || buttons.has(node))) return "";
    }
    const assigned = node instanceof HTMLSlotElement ? node.assignedNodes({ flatten: true }) : [];
    const inside = node instanceof Element ? node.shadowRoot : null;
    const children = assigned.length > 0 ? assigned : (inside ?? node).childNodes;
    return Array.from(children, (child) => textOf(child, everything)).join(" ");
  }
}
