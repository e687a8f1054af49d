/** The visible text of the first match, white space folded; null when it is gone. */
export function visibleText(selector: string): string | null {
  const element = document.querySelector(selector);
  if (!element) return null;
  const text =
    element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
      ? element.value
      : element instanceof HTMLElement
        ? element.innerText
        : (element.textContent ?? "");
  return text.replace(/\s+/g, " ").trim();
}
