/** The visible text of the first match with single spaces; null when nothing matches. */
export function visibleText(selector: string): string | null {
  const element = document.querySelector(selector);
  if (!element) return null;
  // An element with `display: contents` has no box, but its children are drawn.
  const isDrawn = (one: Element): boolean =>
    one.checkVisibility() ||
    (getComputedStyle(one).display === "contents" &&
      (!one.parentElement || isDrawn(one.parentElement)));
  // `innerText` of an element that is not drawn is all its text. The head is never drawn; an option is drawn if its
  // list is.
  const shown = element.closest("select") ?? element;
  if (document.body?.contains(shown) && !isDrawn(shown)) return "";
  const text =
    element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
      ? element.value
      : element instanceof HTMLElement
        ? element.innerText
        : (element.textContent ?? "");
  return text.replace(/\s+/g, " ").trim();
}
