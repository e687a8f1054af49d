/** How many elements match; null when the selector is not valid. */
export function countMatches(selector: string): number | null {
  try {
    return document.querySelectorAll(selector).length;
  } catch {
    return null;
  }
}

/** Scrolls the first match into view. */
export function scrollToElement(selector: string): void {
  document.querySelector(selector)?.scrollIntoView({ block: "center", behavior: "instant" });
}

/** The box of the first match in CSS pixels from the page's top left corner; null when nothing matches. */
export function boxOfElement(
  selector: string,
): { x: number; y: number; width: number; height: number } | null {
  const box = document.querySelector(selector)?.getBoundingClientRect();
  if (!box) return null;
  return { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height };
}

/** Whether an animation is running that will end. */
export function isAnimating(): boolean {
  return document.getAnimations().some((animation) => {
    const { iterations } = animation.effect?.getComputedTiming() ?? {};
    return animation.playState === "running" && iterations !== Number.POSITIVE_INFINITY;
  });
}

/** Whether a click on the centre of the first match would hit another element. */
export function isCovered(selector: string): boolean {
  const element = document.querySelector(selector);
  if (!element) return false;
  const box = element.getBoundingClientRect();
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  if (!hit) return true;
  // With `pointer-events: none` the mouse hits the element around it.
  const isPassed = hit.contains(element) && getComputedStyle(element).pointerEvents === "none";
  return !(element.contains(hit) || isPassed || hit.closest("label")?.control === element);
}

/** Clicks the first match by script, also when another element covers it. */
export function clickElement(selector: string): void {
  const element = document.querySelector(selector);
  if (element instanceof HTMLElement) element.click();
  else element?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}
