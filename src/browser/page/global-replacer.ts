export type ReplaceGlobal = (name: string, handler: ProxyHandler<never>) => void;

/** Returns a function that replaces a global function or constructor with a proxy, on its prototype too. */
export function createGlobalReplacer(): ReplaceGlobal {
  return (name, handler) => {
    const native = Reflect.get(globalThis, name);
    if (typeof native !== "function") return;
    // A handler without a prototype gets no traps that the page adds to `Object.prototype`. It is frozen, because code of
    // the page that a trap calls finds the handler on the stack (`CallSite.getThis()`).
    const own = Object.freeze(Object.assign(Object.create(null), handler));
    const proxy = new Proxy(native as never, own);
    const replaced = { value: proxy, writable: true, configurable: true };
    Reflect.defineProperty(globalThis, name, replaced);
    if (native.prototype) Reflect.defineProperty(native.prototype, "constructor", replaced);
  };
}
