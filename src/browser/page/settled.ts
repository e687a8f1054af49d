// Functions of this folder run in the page: each stands alone, without imports.

/** Whether the page has loaded, with its fonts and the images that can be seen. */
export function isSettled(): boolean {
  const visible = (image: HTMLImageElement) => {
    const box = image.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  };
  return (
    document.readyState === "complete" &&
    document.fonts.status === "loaded" &&
    Array.from(document.images).every((image) => image.complete || !visible(image))
  );
}
