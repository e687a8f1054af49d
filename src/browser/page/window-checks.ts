import type { ReaderOf } from "./property-reader";

export type WindowChecks = ReturnType<typeof createWindowChecks>;

/**
 * Returns functions that tell whether an element or an event opens a window. The functions that these call are saved
 * now, because pages change prototypes.
 */
export function createWindowChecks(readerOf: ReaderOf) {
  const { apply } = Reflect;
  const { exec } = RegExp.prototype;
  const { escape: escaped } = CSS;
  const { getAttribute, matches } = Element.prototype;
  const { querySelector } = Document.prototype;
  const documentOf = readerOf<Document>(Node.prototype, "ownerDocument");
  const typeOf = readerOf<string>(Event.prototype, "type");
  const pressed = ["ctrlKey", "shiftKey", "metaKey", "altKey", "button"].map((name) =>
    readerOf(MouseEvent.prototype, name),
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
      return false; // Not an element.
    }
  };
  const isOpener = (node: unknown) => isMatch(node, "a, area") && opensWindow(node);
  const isClick = (event: Event): boolean => {
    try {
      return !!apply(exec, clicks, [typeOf(event)]);
    } catch {
      return false; // Not an event.
    }
  };
  /** Whether a modifier key or another button is pressed: then any link or form opens a window, or is downloaded. */
  const isModified = (click: Event): boolean => {
    try {
      for (let i = 0; i < pressed.length; i += 1) if (pressed[i]?.(click)) return true;
    } catch {
      // Not a mouse event.
    }
    return false;
  };
  return { documentOf, opensWindow, isOpener, isClick, isModified };
}
