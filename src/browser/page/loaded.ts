// Functions of this folder run in the page: each stands alone, without imports.

/** Whether the page has loaded, with its fonts and the images that can be seen. */
export function isLoaded(): boolean {
  const visible = (image: HTMLImageElement) => {
    // Without a size until it is there; without any box where it is not shown.
    const [box] = image.getClientRects();
    if (!box) return false;
    return box.bottom >= 0 && box.top < innerHeight && box.right >= 0 && box.left < innerWidth;
  };
  // A page can remove all of itself.
  const { documentElement: root } = document as Partial<Document>;
  return (
    document.readyState === "complete" &&
    // Layout, which the images' places ask for, is what makes fonts load.
    Array.from(document.querySelectorAll("img")).every(
      (image) => image.complete || !visible(image),
    ) &&
    (!root || root.getClientRects().length >= 0) &&
    document.fonts.status === "loaded"
  );
}
