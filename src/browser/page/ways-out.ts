/**
 * Takes from a document or a worker what connects without the Fetch domain of the DevTools protocol, and decides
 * WebSocket and WebTransport by their address. `refused` matches the URLs that are not connected to; `isClosed` says
 * that all private addresses are. Runs before the page: what it calls later is read now, since pages change prototypes.
 */
export function closeWaysOut(refused: string, isClosed: boolean): void {
  const { apply, construct, defineProperty, deleteProperty, get } = Reflect;
  const { create } = Object;
  const { exec } = RegExp.prototype;
  const NativeObject = Object;
  const NativeProxy = Proxy;
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
    const proxy = new NativeProxy(native as never, Object.assign(create(null), handler));
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
    "PublicKeyCredential",
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
  const withoutKeepalive = (args: unknown[]): unknown[] => {
    const init = args[1] as object;
    // The type of `document.all` is "undefined", and yet it is an object.
    if (NativeObject(init) !== init) return args;
    // The options may be a Request: its getters work on itself only, not on an object that inherits from it.
    const handler: ProxyHandler<object> = create(null);
    handler.get = (_, name) => (name === "keepalive" ? false : get(init, name));
    return [args[0], new NativeProxy(create(null), handler)];
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
    const { attachShadow, matches, querySelectorAll, remove } = Element.prototype;
    const { observe } = MutationObserver.prototype;
    const { add, has } = WeakSet.prototype;
    const querySelectorAllOfRoot = DocumentFragment.prototype.querySelectorAll;
    /** A function that reads a property as a new document has it. */
    const reader = <Value>(owner: object, name: string) => {
      const get = Object.getOwnPropertyDescriptor(owner, name)?.get as () => Value;
      return (from: unknown) => apply(get, from, []);
    };
    const targetOf = reader<Node>(MutationRecord.prototype, "target");
    const addedOf = reader<NodeList>(MutationRecord.prototype, "addedNodes");
    const oldTypeOf = reader<string | null>(MutationRecord.prototype, "oldValue");
    const lengthOf = reader<number>(NodeList.prototype, "length");
    const nodeTypeOf = reader<number>(Node.prototype, "nodeType");
    const rootOf = reader<ShadowRoot | null>(Element.prototype, "shadowRoot");

    const rule = 'script[type*="speculationrules" i]';
    const ruleType = /speculationrules/i;
    const known = new WeakSet<Node>();
    const each = (nodes: NodeList, act: (node: Node) => void) => {
      const length = lengthOf(nodes);
      for (let i = 0; i < length; i += 1) act(nodes[i] as Node);
    };
    const drop = (script: Node) => apply(remove, script, []);
    const clean = (node: Node) => {
      const isElement = nodeTypeOf(node) === 1;
      if (!isElement && nodeTypeOf(node) !== 11) return;
      const query = isElement ? querySelectorAll : querySelectorAllOfRoot;
      if (isElement && apply(matches, node, [rule])) drop(node);
      if (isElement) watchRoot(node);
      each(apply(query, node, [rule]), drop);
      each(apply(query, node, ["*"]), watchRoot);
    };
    /** The HTML declares shadow roots, too. */
    const watchRoot = (host: Node) => {
      const root = rootOf(host);
      // Of a known root the observer tells what changes.
      if (!root || apply(has, known, [root])) return;
      watch(root);
      clean(root);
    };
    // Without a prototype the page adds no option.
    const changes = Object.assign(create(null), {
      ...{ childList: true, subtree: true, attributeFilter: ["type"], attributeOldValue: true },
    });
    const observer = new MutationObserver((records) => {
      for (let i = 0; i < records.length; i += 1) {
        const target = targetOf(records[i]);
        // Rules stay in force when the type of their script changes.
        const oldType = oldTypeOf(records[i]);
        const wasRule = oldType !== null && apply(exec, ruleType, [oldType]);
        const isScript = nodeTypeOf(target) === 1 && apply(matches, target, ["script"]);
        if (isScript && (wasRule || apply(matches, target, [rule]))) drop(target);
        each(addedOf(records[i]), clean);
      }
    });
    const watch = (root: Node) => {
      apply(add, known, [root]);
      apply(observe, observer, [root, changes]);
    };
    watch(document);
    Element.prototype.attachShadow = function (init) {
      const root = apply(attachShadow, this, [init]);
      watch(root);
      return root;
    };
  }
}
