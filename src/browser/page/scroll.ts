/** Scrolls down by the height of the window. */
export function scrollOneScreen(): void {
  for (const image of document.querySelectorAll("img")) image.loading = "eager";
  scrollBy({ top: innerHeight, behavior: "instant" });
}

/** Whether the window is at the end of the page, or has passed `maxHeight` pixels. */
export function isAtEnd(maxHeight: number): boolean {
  const end = document.scrollingElement?.scrollHeight ?? 0;
  return scrollY + innerHeight >= Math.min(end, maxHeight) - 1;
}

/** Whether every image of the page has been loaded or has failed. */
export function allImagesComplete(): boolean {
  return Array.from(document.querySelectorAll("img")).every((image) => image.complete);
}

/** Scrolls back to the top. */
export function scrollToTop(): void {
  scrollTo({ top: 0, left: 0, behavior: "instant" });
}
