/**
 * Lets the page open no windows: nobody sees them, and they ask for what they want before they are closed. Pages
 * know this from the blocker of every browser.
 */
export function refuseWindows(): void {
  window.open = () => null;

  const isNameOfFrame = (name: string) =>
    Array.from(document.querySelectorAll("iframe, frame")).some(
      (frame) => frame.getAttribute("name") === name,
    );
  const opensWindow = (target: string | null | undefined) =>
    !!target && !/^_(self|parent|top)$/i.test(target) && !isNameOfFrame(target);
  const targetOf = (element: Element | null | undefined) =>
    element?.getAttribute("target") ||
    document.querySelector("base[target]")?.getAttribute("target");
  const isLink = (node: EventTarget): node is Element =>
    node instanceof Element && /^(a|area)$/i.test(node.localName);

  const refuse = (event: Event) => {
    const link = event.composedPath().find(isLink);
    if (link && opensWindow(targetOf(link))) event.preventDefault();
  };
  addEventListener("click", refuse, { capture: true });
  addEventListener("auxclick", refuse, { capture: true });

  // A link outside the page opens its window without anybody else hearing of the click.
  const { click } = HTMLElement.prototype;
  HTMLElement.prototype.click = function () {
    if (this.isConnected || !isLink(this) || !opensWindow(targetOf(this))) click.call(this);
  };

  const { submit } = HTMLFormElement.prototype;
  HTMLFormElement.prototype.submit = function () {
    if (!opensWindow(targetOf(this))) submit.call(this);
  };
  const refuseForm = (event: SubmitEvent) => {
    const target = event.submitter?.getAttribute("formtarget");
    if (!(event.target instanceof HTMLFormElement)) return;
    if (opensWindow(target || targetOf(event.target))) event.preventDefault();
  };
  addEventListener("submit", refuseForm, { capture: true });
}
