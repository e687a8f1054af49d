/** Finds the frames and broken images of blocked requests in this document, and empty advertisement slots. */
export function findBlockedElements(blockedUrls: string[]): Element[] {
  const slots = [
    "ins.adsbygoogle",
    "ins.dcmads",
    "ins[data-revive-zoneid]",
    "amp-ad",
    ".OUTBRAIN",
    "[id^='div-gpt-ad']",
    "[id^='google_ads_iframe']",
    "[id^='taboola-']",
    "[data-ad-slot]",
  ];
  const blocked = new Set(blockedUrls);
  const isBlocked = (address: string) => blocked.has(address.replace(/#.*/, ""));
  const isBroken = (image: HTMLImageElement) => image.complete && image.naturalWidth === 0;
  const isEmpty = (slot: HTMLElement) =>
    slot.innerText.trim() === "" && !slot.querySelector("img, svg, canvas, video, iframe, object");

  const found: Element[] = [];
  const look = (root: Document | ShadowRoot) => {
    for (const frame of root.querySelectorAll("iframe")) {
      if (isBlocked(frame.src)) found.push(frame);
    }
    for (const image of root.querySelectorAll("img")) {
      if (isBroken(image) && isBlocked(image.currentSrc || image.src)) found.push(image);
    }
    for (const slot of root.querySelectorAll<HTMLElement>(slots.join())) {
      if (isEmpty(slot)) found.push(slot);
    }
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  return found;
}

/**
 * Hides elements, and the boxes around them that show nothing else. A label such as "Advertisement" does not count.
 * A cell of a grid, a row or a table keeps its size, so that the other cells do not move.
 */
export function hideElements(elements: Element[]): void {
  const label =
    /^(ads?|advertisements?|anzeigen?|werbung|publicit[éà]|publicidad(e)?|реклама|広告|广告)?:?$/i;
  const content =
    "img, svg, canvas, video, audio, object, embed, iframe, input, button, select, textarea";
  const isShown = (element: Element) => element.checkVisibility({ checkVisibilityCSS: true });
  const hasPicture = (element: Element) => getComputedStyle(element).backgroundImage !== "none";
  const hasColour = (element: Element) => {
    const { backgroundColor, borderStyle } = getComputedStyle(element);
    const isClear = /[,/] 0\)$/.test(backgroundColor);
    return !isClear || borderStyle !== "none";
  };
  const showsNothing = (box: HTMLElement) =>
    label.test(box.innerText.trim()) &&
    !hasPicture(box) &&
    !Array.from(box.querySelectorAll("*")).some(
      (part) => isShown(part) && (part.matches(content) || hasPicture(part) || hasColour(part)),
    );
  const hide = (element: Element) => {
    if (!(element instanceof HTMLElement)) return;
    const around = element.parentElement && getComputedStyle(element.parentElement).display;
    if (/grid|flex|table/.test(around ?? "")) {
      element.style.setProperty("visibility", "hidden", "important");
    } else {
      element.style.setProperty("display", "none", "important");
    }
  };

  // A tracking pixel: the box around it belongs to other content.
  const isTrackingPixel = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    return element.matches("img, iframe") && width <= 2 && height <= 2;
  };

  for (const element of elements) {
    if (isTrackingPixel(element)) continue;
    hide(element);
    let box = element.parentElement;
    while (box && !box.matches("html, body, main, article") && showsNothing(box)) {
      hide(box);
      box = box.parentElement;
    }
  }
}

/**
 * Shows a page that hides itself until an A/B testing service has chosen a variant. When that service is blocked, the
 * page would stay white for seconds.
 */
export function showPrehiddenPage(): void {
  document.querySelector("html")?.classList.remove("async-hide");
  const styles = [
    "at-body-style",
    "alloy-prehiding",
    "_vis_opt_path_hides",
    "kameleoonLoadingStyleSheet",
  ];
  for (const id of styles) document.getElementById(id)?.remove();
}
