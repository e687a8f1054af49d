type Listen = (view: Window) => void;

/**
 * Returns a function that takes a callback. It calls the callback with the window now, and each time the document is
 * opened again, before the page's script continues: `document.open` and `document.write` remove the listeners of the
 * window.
 * The functions that are called later are saved now, because pages change prototypes.
 */
export function watchDocumentOpen(): (listen: Listen) => void {
  const { apply } = Reflect;
  const { open, write, writeln } = Document.prototype;
  const viewOf = Object.getOwnPropertyDescriptor(Document.prototype, "defaultView")
    ?.get as () => Window | null;
  const { TrustedHTML, trustedTypes } = globalThis as unknown as {
    TrustedHTML?: { prototype: { toString: () => string } };
    trustedTypes?: { emptyHTML: string };
  };
  const textOf = TrustedHTML?.prototype.toString;
  const nothing = trustedTypes?.emptyHTML ?? "";

  const listens: Listen[] = [];
  const listenAgain = (opened: Document) => {
    const view = apply(viewOf, opened, []);
    for (let i = 0; view && i < listens.length; i += 1) listens[i]?.(view);
  };
  const isTrusted = (given: unknown): boolean => {
    try {
      return !!textOf && typeof apply(textOf, given as never, []) === "string";
    } catch {
      return false; // Not a `TrustedHTML`.
    }
  };

  Document.prototype.open = function (this: Document, ...args: unknown[]) {
    const opened = apply(open, this, args as []);
    listenAgain(this);
    return opened;
  } as typeof open;
  const replace = (name: "write" | "writeln", native: typeof write) => {
    Document.prototype[name] = function (...text) {
      // Converting an object to text may run the page's code, which may close the document. So convert before opening.
      for (let i = 0; i < text.length; i += 1) {
        if (!isTrusted(text[i])) text[i] = `${text[i]}`;
      }
      // Written scripts run at once. So write nothing first: if writing opens the document, that opens it.
      apply(write, this, [nothing]);
      listenAgain(this);
      apply(native, this, text);
    };
  };
  replace("write", write);
  replace("writeln", writeln);

  return (listen) => {
    listens.push(listen);
    listen(window);
  };
}
