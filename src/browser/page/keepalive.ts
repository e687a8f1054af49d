import type { ReplaceGlobal } from "./global-replacer";

/**
 * Ignores the option `keepalive` of requests. The guard does not see a request that outlives its frame, nor the
 * redirects that it follows.
 */
export function disableKeepalive(replaceGlobal: ReplaceGlobal): void {
  const { apply, construct, get } = Reflect;
  const { create } = Object;
  const NativeObject = Object;
  const NativeProxy = Proxy;
  const withoutKeepalive = (args: unknown[]): unknown[] => {
    const init = args[1] as object;
    // `typeof document.all` is "undefined", but it is an object.
    if (NativeObject(init) !== init) return args;
    // The options may be a Request. Its getters work only on itself, not on an object that inherits from it.
    const handler: ProxyHandler<object> = create(null);
    handler.get = (_, name) => (name === "keepalive" ? false : get(init, name));
    return [args[0], new NativeProxy(create(null), handler)];
  };
  replaceGlobal("fetch", {
    apply: (target: never, self: unknown, args: unknown[]) =>
      apply(target, self, withoutKeepalive(args)),
  });
  replaceGlobal("Request", {
    construct: (target: never, args: unknown[], newTarget: never) =>
      construct(target, withoutKeepalive(args), newTarget),
  });
}
