/** Adds a style sheet to the end of the page; a page that has removed all of itself has nothing to style. */
export function addStyle(css: string): void {
  const style = document.createElement("style");
  style.textContent = css;
  const { head, documentElement: root } = document as Partial<Document>;
  (head ?? root)?.append(style);
}
