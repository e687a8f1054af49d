/** Adds a style sheet after all others. Does nothing when the page removed its root element. */
export function addStyle(css: string): void {
  const style = document.createElement("style");
  style.textContent = css;
  const { head, documentElement: root } = document as Partial<Document>;
  (head ?? root)?.append(style);
}
