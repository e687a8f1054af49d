/** The visible text of the first match, white space folded; null when it is gone. */
export function visibleText(selector: string): string | null {
  const element = document.querySelector(selector);
  if (!element) return null;
  // An element that is not drawn would answer with all its text; one of the head is never drawn.
  if (document.body?.contains(element) && !element.checkVisibility()) return "";
  const text =
    element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
      ? element.value
      : element instanceof HTMLElement
        ? element.innerText
        : (element.textContent ?? "");
  return text.replace(/\s+/g, " ").trim();
}
