import type { ReplaceGlobal } from "./global-replacer";

/**
 * Checks the addresses of WebSocket and WebTransport, which connect without the Fetch domain of the DevTools protocol.
 * `refused` matches the URLs that must not be connected to.
 * Runs before the page. It keeps the functions that it calls later, because pages change prototypes.
 */
export function checkSockets(replaceGlobal: ReplaceGlobal, refused: string): void {
  const { apply, construct, defineProperty } = Reflect;
  const { exec } = RegExp.prototype;
  const NativeURL = URL;
  const isWorker = typeof Node === "undefined";
  const pattern = new RegExp(refused);
  const hrefOf = Object.getOwnPropertyDescriptor(URL.prototype, "href")?.get as () => string;
  const baseOf = isWorker ? null : Object.getOwnPropertyDescriptor(Node.prototype, "baseURI")?.get;

  /** Normalizes an address, so that the checked address is the one that is connected to. */
  const addressOf = (given: string): string => {
    // A worker that waits for the debugger has no `location` yet: reading it would end the worker.
    const base = baseOf ? (apply(baseOf, document, []) as string) : undefined;
    try {
      return apply(hrefOf, new NativeURL(given, base), []);
    } catch {
      return "http://";
    }
  };
  const check = (name: string, scheme: string) =>
    replaceGlobal(name, {
      construct(target: never, args: unknown[], newTarget: never) {
        if (args.length === 0) return construct(target, args, newTarget);
        let address = addressOf(`${args[0]}`);
        // The browser refuses port 1 before it resolves the host. To the page it looks like a failed connection.
        if (apply(exec, pattern, [address])) address = `${scheme}://refused.invalid:1/`;
        const rest = args.length > 1 ? [address, args[1]] : [address];
        return construct(target, rest, newTarget);
      },
    });
  check("WebSocket", "wss");
  check("WebTransport", "https");

  // A worker that waits for the debugger gets the APIs of secure contexts only afterwards. A property that is defined
  // now is not replaced then.
  const laterInWorker = ["WebTransport", "WebSocketStream", "TCPSocket", "UDPSocket"];
  for (const name of isWorker ? laterInWorker : []) {
    defineProperty(globalThis, name, { value: undefined });
  }
}
