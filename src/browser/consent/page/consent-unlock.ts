/** Unlocks what a banner locked: the scrolling of the page, and content that is blurred or inert. */
export function unlockPage(): void {
  const visible = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const modals = document.querySelectorAll("dialog:modal, [aria-modal=true]");
  if (!document.body || [...modals].some(visible)) return;

  for (const element of [document.documentElement, document.body]) {
    const { overflowY, position } = getComputedStyle(element);
    if (/hidden|clip/.test(overflowY)) set(element, "overflow", "visible");
    if (position === "fixed") set(element, "position", "static");
  }
  for (const element of document.querySelectorAll("body, body > *, body > * > *")) {
    if (!(element instanceof HTMLElement) || !visible(element) || !isContent(element)) continue;
    const isLocked = element.inert || element.ariaHidden === "true";
    element.inert = false;
    if (isLocked) element.removeAttribute("aria-hidden");
    const { filter, opacity } = getComputedStyle(element);
    if (filter.includes("blur")) set(element, "filter", "none");
    if (isLocked && Number(opacity) < 1) set(element, "opacity", "1");
  }

  /** Whether an element covers a large part of the window. */
  function isContent(element: HTMLElement): boolean {
    const { width, height } = element.getBoundingClientRect();
    return width >= 0.5 * innerWidth && height >= 0.5 * innerHeight;
  }

  function set(element: HTMLElement, property: string, value: string): void {
    element.style.setProperty(property, value, "important");
  }
}
