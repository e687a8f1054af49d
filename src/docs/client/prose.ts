import type { Page } from "./page";

/** Paragraphs of text in which `backticks` mean code. */
export function prose(page: Page, text = ""): HTMLElement[] {
  if (text === "") return [];
  return text.split("\n\n").map((paragraph) => {
    const parts = paragraph
      .split("`")
      .map((part, index) => (index % 2 ? page.element("code", {}, part) : part));
    return page.element("p", {}, ...parts);
  });
}
