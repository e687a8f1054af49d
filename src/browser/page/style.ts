/** Adds a style sheet to the end of the page. */
export function addStyle(css: string): void {
  const style = document.createElement("style");
  style.textContent = css;
  (document.head ?? document.documentElement).append(style);
}
