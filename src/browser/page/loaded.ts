// The functions of this folder run in the page, by their source text. So none of them uses anything outside of itself.

/** Whether the page has loaded, with its fonts and its visible images. */
export function isLoaded(): boolean {
  const visible = (image: HTMLImageElement) => {
    // An image that is not displayed has no box. One that is not loaded may have a box without a size.
    const [box] = image.getClientRects();
    if (!box) return false;
    return box.bottom >= 0 && box.top < innerHeight && box.right >= 0 && box.left < innerWidth;
  };
  // A page can remove its root element.
  const { documentElement: root } = document as Partial<Document>;
  return (
    document.readyState === "complete" &&
    // Reading the boxes causes a layout, and the layout makes fonts load.
    Array.from(document.querySelectorAll("img")).every(
      (image) => image.complete || !visible(image),
    ) &&
    (!root || root.getClientRects().length >= 0) &&
    document.fonts.status === "loaded"
  );
}
