/** Whether the page has been drawn, or is about to be: it waits for nothing any more. */
export function isDrawn(): boolean {
  return document.readyState === "complete" || performance.getEntriesByType("paint").length > 0;
}

/** Removes the style sheets that are not loaded yet. */
export function removePendingStyles(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>("link[rel~=stylesheet i]")) {
    if (!link.sheet) link.remove();
  }
}

/** Whether the page has a body: there is none while its head is still loading. */
export function hasBody(): boolean {
  return document.body !== null;
}

/** Whether an element is visible in the window. */
export function canBeSeen(element: Element): boolean {
  const { bottom, left, right, top } = element.getBoundingClientRect();
  const isInWindow = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  return isInWindow && element.checkVisibility({ visibilityProperty: true });
}

/** Resolves when the document has been drawn in its current state, or when it is not visible and so never drawn. */
export function whenDrawn(): Promise<void> {
  const { documentElement: root } = document as Partial<Document>;
  return new Promise((resolve) => {
    // The first callback runs before the next drawing, the second after it.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) resolve();
      observer.disconnect();
    });
    if (root) observer.observe(root);
    else resolve();
  });
}
