/**
 * Lets the page open no windows: nobody sees them, and they ask for what they want before they are closed. Pages
 * know this from the blocker of every browser.
 */
export function refuseWindows(): void {
  const opensWindow = (target: string | undefined) =>
    !!target && !/^_(self|parent|top)$/i.test(target) && !(target in window);
  const ofBase = () => document.querySelector<HTMLBaseElement>("base[target]")?.target;

  window.open = () => null;
  const refuse = (event: Event) => {
    const [link] = event
      .composedPath()
      .filter((node) => node instanceof HTMLAnchorElement || node instanceof HTMLAreaElement);
    if (link?.href && opensWindow(link.target || ofBase())) event.preventDefault();
  };
  addEventListener("click", refuse, { capture: true });
  addEventListener("auxclick", refuse, { capture: true });

  const submit = HTMLFormElement.prototype.submit;
  HTMLFormElement.prototype.submit = function () {
    if (!opensWindow(this.target || ofBase())) submit.call(this);
  };
  addEventListener(
    "submit",
    (event) => {
      const { target: form, submitter } = event;
      if (!(form instanceof HTMLFormElement)) return;
      const target = submitter?.getAttribute("formtarget") || form.target || ofBase();
      if (opensWindow(target)) event.preventDefault();
    },
    { capture: true },
  );
}
