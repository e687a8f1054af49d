type Listen = (view: Window) => void;

/**
 * A document that is opened again, by writing to it too, loses the listeners of its window. What is given to the
 * function that this returns is called with the window now, and after each opening, before the page goes on.
 * What is called later is read now, since pages change prototypes.
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
      return false; // No text that a policy of the page trusts.
    }
  };

  Document.prototype.open = function (this: Document, ...args: unknown[]) {
    const opened = apply(open, this, args as []);
    listenAgain(this);
    return opened;
  } as typeof open;
  const replace = (name: "write" | "writeln", native: typeof write) => {
    Document.prototype[name] = function (...text) {
      // Making text of an object may run the page, which may close the document: it comes before the opening.
      for (let i = 0; i < text.length; i += 1) {
        if (!isTrusted(text[i])) text[i] = `${text[i]}`;
      }
      // Scripts that are written run at once: where writing opens the document, writing nothing has opened it before.
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
