import type { ConsentButtons } from "./consent-buttons";
import type { ConsentReader } from "./consent-reader";

/**
 * Finds the consent banners around buttons, or around the element of a frame that shows one. A banner lies over the
 * page, mentions cookies and contains nothing else.
 */
export function consentOverlays(
  starts: ConsentButtons | Element,
  { ancestors, textOf, countCookies, mentionsCookies }: ConsentReader,
): HTMLElement[] {
  const NAME =
    /(cookie|consent|gdpr|ccpa)\S*(banner|bar|notice|pop-?up|modal|dialog|overlay|message|alert|wall|layer|box|panel)/i;
  const OTHER_CONTENT =
    "main, [role=main], article, nav, [role=navigation], textarea, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=hidden], [type=image], [type=range], [type=search])";
  /** How many characters that do not mention cookies a wrapper may have besides the banner in it. */
  const MAX_EXTRA_CHARACTERS = 100;

  const frame = starts instanceof Element ? starts : null;
  const elements =
    starts instanceof Element ? [starts] : [...starts.decisions, ...starts.acknowledgements];
  const isBannerCache = new Map<Element, boolean>();
  const found = new Set(elements.map(outermost).filter((overlay) => overlay !== undefined));
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

  /** Whether a wrapper has much text besides the banner in it. */
  function hasMoreText(outer: HTMLElement, inner: HTMLElement): boolean {
    const extra = textOf(outer).length - textOf(inner).length;
    if (extra <= MAX_EXTRA_CHARACTERS) return false;
    const extraMentions = countCookies(outer) - countCookies(inner);
    return extraMentions * 4 * MAX_EXTRA_CHARACTERS < extra;
  }

  /** Whether the page would be blank without it. */
  function isWholePage(element: HTMLElement): boolean {
    const { width, height } = element.getBoundingClientRect();
    if (width < 0.9 * innerWidth || height < 0.9 * innerHeight) return false;
    return textOf(element).length > 0.98 * textOf(document.body).length;
  }
}
