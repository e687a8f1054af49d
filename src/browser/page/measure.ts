/** The height of the whole page in CSS pixels; that of the window when the page removed its root element. */
export function pageHeight(): number {
  const { documentElement: root, body } = document as Partial<Document>;
  return Math.max(root?.scrollHeight ?? innerHeight, body?.scrollHeight ?? 0, 1);
}

/** How far the window is scrolled, in CSS pixels. */
export function scrollOffset(): { x: number; y: number } {
  return { x: scrollX, y: scrollY };
}

/** Whether the whole clip is in the window. The clip is in CSS pixels from the page's top left corner. */
export function windowContains(clip: Record<"x" | "y" | "width" | "height", number>): boolean {
  const isBefore = clip.x < scrollX || clip.y < scrollY;
  const right = scrollX + innerWidth;
  const bottom = scrollY + innerHeight;
  return !isBefore && clip.x + clip.width <= right && clip.y + clip.height <= bottom;
}

/** How many CSS pixels of the largest inner scroll area are hidden; 0 when the page itself scrolls. */
export function hiddenHeight(): number {
  const { documentElement: root } = document as Partial<Document>;
  if (!root || root.scrollHeight > innerHeight + 1) return 0;
  let hidden = 0;
  for (const element of document.querySelectorAll("body, body *")) {
    const isMain =
      element.clientHeight >= innerHeight * 0.6 && element.clientWidth >= innerWidth * 0.5;
    const overflow = element.scrollHeight - element.clientHeight;
    if (!isMain || overflow <= hidden) continue;
    if (/auto|scroll/.test(getComputedStyle(element).overflowY)) hidden = overflow;
  }
  return hidden;
}
