/** The visible text of the first match, white space folded; null when it is gone. */
export function visibleText(selector: string): string | null {
  const element = document.querySelector(selector);
  if (!element) return null;
  // Without a box of its own an element is drawn by its children.
  const isDrawn = (one: Element): boolean =>
    one.checkVisibility() ||
    (getComputedStyle(one).display === "contents" &&
      (!one.parentElement || isDrawn(one.parentElement)));
  // What is not drawn would answer with all its text; what stands in the head never is, an option with its list.
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
