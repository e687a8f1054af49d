/**
 * Lets the page open no windows: nobody sees them, and they ask for what they want before they are closed. Pages
 * know this from the blocker of every browser. What is called later is read now, since pages change prototypes.
 */
export function refuseWindows(onOpening: (listen: (view: Window) => void) => void): void {
  const { apply } = Reflect;
  const { exec } = RegExp.prototype;
  const { escape: escaped } = CSS;
  const { composedPath, preventDefault } = Event.prototype;
  const { addEventListener, dispatchEvent } = EventTarget.prototype;
  const { attachShadow, getAttribute, matches } = Element.prototype;
  const { getRootNode } = Node.prototype;
  const { open, querySelector } = Document.prototype;
  const { click } = HTMLElement.prototype;
  const { requestSubmit, submit } = HTMLFormElement.prototype;
  /** A function that reads a property as a new document has it. */
  const reader = (owner: object, name: string) => {
    const get = Object.getOwnPropertyDescriptor(owner, name)?.get as () => unknown;
    return (from: unknown) => apply(get, from, []);
  };
  const documentOf = reader(Node.prototype, "ownerDocument");
  const hostOf = reader(ShadowRoot.prototype, "host");
  const parentOf = reader(Node.prototype, "parentNode");
  const typeOf = reader(Event.prototype, "type");
  const targetOf = reader(Event.prototype, "target");
  const submitterOf = reader(SubmitEvent.prototype, "submitter");
  const pressed = ["ctrlKey", "shiftKey", "metaKey", "altKey", "button"].map((name) =>
    reader(MouseEvent.prototype, name),
  );
  const staying = /^_(?:self|parent|top)$/i;
  const clicks = /^(?:aux)?click$/;

  const opensWindow = (element: unknown, submitter?: unknown): boolean => {
    const find = (selector: string) => apply(querySelector, documentOf(element), [selector]);
    const read = (of: unknown, name: string): string | null =>
      of ? apply(getAttribute, of, [name]) : null;
    const target =
      read(submitter, "formtarget") ||
      read(element, "target") ||
      read(find("base[target]"), "target");
    if (!target || apply(exec, staying, [target])) return false;
    return !find(`:is(iframe, frame)[name="${escaped(target)}"]`);
  };
  const isMatch = (node: unknown, selector: string): boolean => {
    try {
      return apply(matches, node, [selector]);
    } catch {
      return false; // No element.
    }
  };
  const isOpener = (node: unknown) => isMatch(node, "a, area") && opensWindow(node);
  /** The root of a node outside the page, or hidden in it: what happens there our listeners on the window do not hear. */
  const otherRootOf = (node: EventTarget): EventTarget | null => {
    try {
      const root = apply(getRootNode, node, []);
      return root === documentOf(node) ? null : root;
    } catch {
      return null; // No node.
    }
  };
  const isHiddenOpener = (node: EventTarget): boolean => {
    const root = otherRootOf(node);
    if (!root) return false;
    listenOn(root);
    for (let at: unknown = node; at; at = parentOf(at)) if (isOpener(at)) return true;
    return false;
  };
  const isClick = (event: Event): boolean => {
    try {
      return !!apply(exec, clicks, [typeOf(event) as string]);
    } catch {
      return false; // No event.
    }
  };
  /** With a key or another button any link or form opens in a window, or is saved. */
  const isModified = (click: Event): boolean => {
    try {
      for (let i = 0; i < pressed.length; i += 1) if (pressed[i]?.(click)) return true;
    } catch {
      // No mouse event.
    }
    return false;
  };

  window.open = () => null;
  // With three arguments `document.open` is that of the window.
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
      // `submit` is heard in its own root only, and the HTML declares roots, too.
      if (isShadowRoot(node)) listenOn(node);
    }
    if (isRefused) apply(preventDefault, event, []);
  };
  const refuseForm = (event: SubmitEvent) => {
    try {
      if (opensWindow(targetOf(event), submitterOf(event))) apply(preventDefault, event, []);
    } catch {
      // An event that the page made: it submits nothing.
    }
  };
  const listenOn = (root: EventTarget) => {
    apply(addEventListener, root, ["click", refuse as EventListener, true]);
    apply(addEventListener, root, ["auxclick", refuse as EventListener, true]);
    apply(addEventListener, root, ["submit", refuseForm as EventListener, true]);
  };
  onOpening(listenOn);
  Element.prototype.attachShadow = function (init) {
    const root = apply(attachShadow, this, [init]);
    listenOn(root);
    return root;
  };
}
