/** Hides these banners and their backdrops. Returns how many of the banners were visible. */
export function hideOverlays(overlays: HTMLElement[]): number {
  const BACKDROP_NAME = /overlay|backdrop|veil|mask|dim|curtain|shade|scrim|lightbox/i;
  const visible = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  const seen = overlays.filter((overlay) => overlay.checkVisibility()).length;
  const beside = overlays.flatMap((overlay) => [...(overlay.parentNode?.children ?? [])]);
  for (const overlay of overlays) hideWithWrappers(overlay);
  if (seen > 0 && !otherModals()) hideBackdrops();
  return seen;

  /** Hides a banner, and the wrappers that show nothing else: a wrapper may still draw a backdrop. */
  function hideWithWrappers(overlay: HTMLElement): void {
    hide(overlay);
    const wrapper = overlay.parentElement;
    if (!wrapper || wrapper === document.body || wrapper === document.documentElement) return;
    const ownText = [...wrapper.childNodes].some(
      (node) => node instanceof Text && node.data.trim(),
    );
    const others = [...wrapper.querySelectorAll("*")].some(takesSpace);
    if (!ownText && !others) hideWithWrappers(wrapper);
  }

  /** Whether an element is visible. Text for screen readers only is one pixel in size. */
  function takesSpace(element: Element): boolean {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility();
  }

  function hide(element: HTMLElement): void {
    for (const dialog of [element, ...element.querySelectorAll("dialog")]) {
      if (dialog instanceof HTMLDialogElement && dialog.open) dialog.close();
    }
    if (element.matches(":popover-open")) element.hidePopover();
    element.style.setProperty("display", "none", "important");
  }

  function otherModals(): boolean {
    return [...document.querySelectorAll("dialog:modal, [aria-modal=true]")].some(visible);
  }

  function hideBackdrops(): void {
    const far = document.querySelectorAll("body > *, body > * > *");
    for (const element of new Set([...beside, ...far])) {
      if (element instanceof HTMLElement && isBackdrop(element)) hide(element);
    }
  }

  /** Whether an element covers the window and shows nothing but a shade. */
  function isBackdrop(element: HTMLElement): boolean {
    return coversWindow(element) && isEmpty(element) && visible(element) && isShade(element);
  }

  function coversWindow(element: HTMLElement): boolean {
    const { position } = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    const over = position === "fixed" || (position === "absolute" && beside.includes(element));
    return over && width >= 0.9 * innerWidth && height >= 0.9 * innerHeight;
  }

  function isEmpty(element: HTMLElement): boolean {
    return (
      element.textContent.trim() === "" &&
      !element.querySelector("img, svg, video, canvas, iframe, object, embed, input, button")
    );
  }

  /** Whether an element lets the page shine through, blurs it, or is a backdrop by its name. */
  function isShade(element: HTMLElement): boolean {
    const { backgroundColor, backgroundImage, backdropFilter, opacity } = getComputedStyle(element);
    if (backgroundImage !== "none") return false;
    const translucent = /^rgba|\//.test(backgroundColor) && /([\d.]+)\)$/.exec(backgroundColor);
    const alpha = translucent ? Number(translucent[1]) : 1;
    return (
      (alpha * Number(opacity) > 0 && alpha * Number(opacity) < 1) ||
      backdropFilter !== "none" ||
      (alpha > 0 && BACKDROP_NAME.test(`${element.id} ${element.className}`))
    );
  }
}
