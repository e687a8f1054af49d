/** Whether the page has been drawn, or has nothing left to wait for before it is. */
export function isDrawn(): boolean {
  return document.readyState === "complete" || performance.getEntriesByType("paint").length > 0;
}

/** Gives up the style sheets that have not come. */
export function removePendingStyles(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>("link[rel~=stylesheet i]")) {
    if (!link.sheet) link.remove();
  }
}

/** Whether the page has anything to be drawn: a head that never ended has no body after it. */
export function hasBody(): boolean {
  return document.body !== null;
}

/** Whether what an element holds may be in the window. */
export function canBeSeen(element: Element): boolean {
  const { bottom, left, right, top } = element.getBoundingClientRect();
  const isInWindow = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  return isInWindow && element.checkVisibility({ visibilityProperty: true });
}

/** Resolves when the document, as it is now, has been drawn, or when it is out of sight: then it is not drawn. */
export function whenDrawn(): Promise<void> {
  const { documentElement: root } = document as Partial<Document>;
  return new Promise((resolve) => {
    // The first of these comes before a drawing, the second after it.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) resolve();
      observer.disconnect();
    });
    if (root) observer.observe(root);
    else resolve();
  });
}
