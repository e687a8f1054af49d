/**
 * Takes from a document or a worker what connects without the Fetch domain of the DevTools protocol, and decides
 * WebSocket and WebTransport by their address. `refused` matches the URLs that are not connected to; `isClosed` says
 * that all private addresses are. Runs before the page: what it calls later is read now, since pages change prototypes.
 */
export function closeWaysOut(refused: string, isClosed: boolean): void {
  const { apply, construct, defineProperty, deleteProperty } = Reflect;
  const { create } = Object;
  const { exec } = RegExp.prototype;
  const NativeURL = URL;
  const pattern = new RegExp(refused);
  const hrefOf = Object.getOwnPropertyDescriptor(URL.prototype, "href")?.get as () => string;
  const baseOf =
    typeof Node === "undefined"
      ? null
      : Object.getOwnPropertyDescriptor(Node.prototype, "baseURI")?.get;

  /** The address in one spelling, so that what is decided about is what is connected to. */
  const addressOf = (given: string): string => {
    // A worker that waits for the debugger has no `location` yet: reading it would end it.
    const base = baseOf ? (apply(baseOf, document, []) as string) : undefined;
    try {
      return apply(hrefOf, new NativeURL(given, base), []);
    } catch {
      return "http://";
    }
  };

  /** Puts something in a constructor's place, on its prototype too. */
  const replace = (name: string, handler: ProxyHandler<never>) => {
    const native = Reflect.get(globalThis, name);
    if (typeof native !== "function") return;
    // Without a prototype the handler gets no traps that the page adds to `Object.prototype`.
    const proxy = new Proxy(native as never, Object.assign(create(null), handler));
    const replaced = { value: proxy, writable: true, configurable: true };
    defineProperty(globalThis, name, replaced);
    if (native.prototype) defineProperty(native.prototype, "constructor", replaced);
  };

  const decide = (name: string, scheme: string) =>
    replace(name, {
      construct(target: never, args: unknown[], newTarget: never) {
        if (args.length === 0) return construct(target, args, newTarget);
        let address = addressOf(`${args[0]}`);
        // The browser refuses this port before it looks for the host: it fails as an address does where nobody listens.
        if (apply(exec, pattern, [address])) address = `${scheme}://refused.invalid:1/`;
        const rest = args.length > 1 ? [address, args[1]] : [address];
        return construct(target, rest, newTarget);
      },
    });
  decide("WebSocket", "wss");
  decide("WebTransport", "https");

  // A worker that waits for the debugger gets what secure contexts have only afterwards: what is defined now stays.
  const isWorker = typeof Node === "undefined";
  const laterInWorker = ["WebTransport", "WebSocketStream", "TCPSocket", "UDPSocket"];
  for (const name of isWorker ? laterInWorker : []) {
    defineProperty(globalThis, name, { value: undefined });
  }
  if (!isClosed) return;

  const missing = [
    ...["RTCPeerConnection", "webkitRTCPeerConnection", "WebSocketStream", "fetchLater"],
    ...["TCPSocket", "TCPServerSocket", "UDPSocket", "PaymentRequest", "PresentationRequest"],
    ...["IdentityCredential", "IdentityProvider", "sharedStorage", "FencedFrameConfig"],
  ];
  for (const name of missing) deleteProperty(globalThis, name);
  const missingOfNavigator = [
    ...["presentation", "usb", "bluetooth", "serial", "hid", "install", "login"],
    ...["joinAdInterestGroup", "leaveAdInterestGroup", "updateAdInterestGroups", "runAdAuction"],
    ...["clearOriginJoinedAdInterestGroups", "getInterestGroupAdAuctionData"],
  ];
  const navigatorPrototype = Object.getPrototypeOf(navigator);
  for (const name of missingOfNavigator) deleteProperty(navigatorPrototype, name);

  // A request that outlives its frame is no longer watched, nor where it is redirected to.
  const ownFalse = Object.assign(create(null), { value: false });
  const withoutKeepalive = (args: unknown[]): unknown[] => {
    const init = args[1];
    if (init === null || (typeof init !== "object" && typeof init !== "function")) return args;
    const changed = create(init);
    defineProperty(changed, "keepalive", ownFalse);
    return [args[0], changed];
  };
  replace("fetch", {
    apply: (target: never, self: unknown, args: unknown[]) =>
      apply(target, self, withoutKeepalive(args)),
  });
  replace("Request", {
    construct: (target: never, args: unknown[], newTarget: never) =>
      construct(target, withoutKeepalive(args), newTarget),
  });
  if (typeof document === "undefined") return;

  navigatorPrototype.sendBeacon = () => true;
  deleteProperty(HTMLMediaElement.prototype, "remote");
  if (typeof CredentialsContainer !== "undefined") {
    // The browser itself asks the hosts that a federated login or a passkey names.
    const refuse = () => Promise.reject(new DOMException("Not allowed here", "NotAllowedError"));
    Object.assign(CredentialsContainer.prototype, { get: refuse, create: refuse, store: refuse });
  }
  refuseSpeculation();

  /** Pages that the browser fetches ahead are asked for past the guard; rules that are gone at once ask for none. */
  function refuseSpeculation() {
    const { attachShadow } = Element.prototype;
    const { querySelectorAll } = Element.prototype;
    const { remove } = Element.prototype;
    const { observe } = MutationObserver.prototype;
    const isRule = (script: Element) =>
      script instanceof HTMLScriptElement && /speculationrules/i.test(script.type);
    const changes = { childList: true, subtree: true };
    const observer = new MutationObserver((records) => {
      for (const { addedNodes, target } of records) {
        for (const node of [target, ...addedNodes]) {
          if (!(node instanceof Element)) continue;
          const within = node === target ? [] : apply(querySelectorAll, node, ["script"]);
          for (const script of [node, ...within]) if (isRule(script)) apply(remove, script, []);
        }
      }
    });
    observer.observe(document, changes);
    Element.prototype.attachShadow = function (init) {
      const root = apply(attachShadow, this, [init]);
      apply(observe, observer, [root, changes]);
      return root;
    };
  }
}
