import type { ReaderOf } from "./property-reader";
import type { WindowChecks } from "./window-checks";

/**
 * Returns a function that listens on a window or a shadow root, and cancels the clicks and submissions there that open
 * a window.
 */
export function createWindowListener(readerOf: ReaderOf, checks: WindowChecks) {
  const { apply } = Reflect;
  const { isModified, isOpener, opensWindow } = checks;
  const { composedPath, preventDefault } = Event.prototype;
  const { addEventListener } = EventTarget.prototype;
  const hostOf = readerOf(ShadowRoot.prototype, "host");
  const targetOf = readerOf(Event.prototype, "target");
  const submitterOf = readerOf(SubmitEvent.prototype, "submitter");

  const isShadowRoot = (node: unknown): node is ShadowRoot => {
    try {
      return !!hostOf(node);
    } catch {
      return false;
    }
  };
  const refuse = (event: Event) => {
    let isRefused = isModified(event);
    const path = apply(composedPath, event, []);
    for (let i = 0; i < path.length; i += 1) {
      const node = path[i];
      isRefused ||= isOpener(node);
      // A `submit` event does not leave its shadow root, and the HTML can declare shadow roots.
      if (isShadowRoot(node)) listenOn(node);
    }
    if (isRefused) apply(preventDefault, event, []);
  };
  const refuseForm = (event: SubmitEvent) => {
    try {
      if (opensWindow(targetOf(event), submitterOf(event))) apply(preventDefault, event, []);
    } catch {
      // An event that the page created: it submits nothing.
    }
  };
  const listenOn = (root: EventTarget) => {
    apply(addEventListener, root, ["click", refuse as EventListener, true]);
    apply(addEventListener, root, ["auxclick", refuse as EventListener, true]);
    apply(addEventListener, root, ["submit", refuseForm as EventListener, true]);
  };
  return listenOn;
}

/**
 * Refuses the windows that scripts of the page open. Nobody sees such a window, and it sends requests before it is
 * closed. Pages expect this: the popup blocker of a browser does the same.
 * The functions that are called later are saved now, because pages change prototypes.
 */
export function refuseWindows(
  readerOf: ReaderOf,
  checks: WindowChecks,
  listenOn: (root: EventTarget) => void,
): void {
  const { apply } = Reflect;
  const { documentOf, isClick, isModified, isOpener, opensWindow } = checks;
  const { dispatchEvent } = EventTarget.prototype;
  const { attachShadow } = Element.prototype;
  const { getRootNode } = Node.prototype;
  const { open } = Document.prototype;
  const { click } = HTMLElement.prototype;
  const { requestSubmit, submit } = HTMLFormElement.prototype;
  const parentOf = readerOf<Node | null>(Node.prototype, "parentNode");

  /** The root of a node that is in a shadow root or not in the page. The listeners on the window miss its events. */
  const otherRootOf = (node: EventTarget): EventTarget | null => {
    try {
      const root = apply(getRootNode, node, []);
      return root === documentOf(node) ? null : root;
    } catch {
      return null; // Not a node.
    }
  };
  const isHiddenOpener = (node: EventTarget): boolean => {
    const root = otherRootOf(node);
    if (!root) return false;
    listenOn(root);
    for (let at: unknown = node; at; at = parentOf(at)) if (isOpener(at)) return true;
    return false;
  };

  window.open = () => null;
  // With three arguments `document.open` opens a window.
  Document.prototype.open = function (this: Document, ...args: unknown[]) {
    return args.length > 2 ? null : apply(open, this, args as []);
  } as typeof open;
  EventTarget.prototype.dispatchEvent = function (event) {
    const isRefused = isClick(event) && (isModified(event) || isHiddenOpener(this));
    return isRefused ? false : apply(dispatchEvent, this, [event]);
  };
  HTMLElement.prototype.click = function () {
    if (!isHiddenOpener(this)) apply(click, this, []);
  };
  HTMLFormElement.prototype.submit = function () {
    if (!opensWindow(this)) apply(submit, this, []);
  };
  HTMLFormElement.prototype.requestSubmit = function (...args) {
    const root = otherRootOf(this);
    if (root) listenOn(root);
    apply(requestSubmit, this, args);
  };
  Element.prototype.attachShadow = function (init) {
    const root = apply(attachShadow, this, [init]);
    listenOn(root);
    return root;
  };
}
