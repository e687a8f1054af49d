/** The height of all of the page, in CSS pixels. */
export function pageHeight(): number {
  return Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight ?? 0, 1);
}

/** How far the window is scrolled, in CSS pixels. */
export function scrollOffset(): { x: number; y: number } {
  return { x: scrollX, y: scrollY };
}
