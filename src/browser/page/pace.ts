/**
 * Paces what a document or a worker asks for by script: so many requests at once, and from then on one in so many
 * milliseconds. Those that come sooner wait; where script waits for the answer, or cannot, they fail. A request costs
 * the browser more than the page that starts it: without a pace a loop of them holds up every other page.
 */
export function paceRequests(burst: number, spacingMs: number): void {
  const { apply, construct } = Reflect;
  const { create } = Object;
  const { now } = Date;
  const { max } = Math;
  const { add, delete: remove, has } = WeakSet.prototype;
  const NativeException = DOMException;
  const NativePromise = Promise;
  const NativeProxy = Proxy;
  const { setTimeout: early } = globalThis;

  let dueAt = 0;
  /** Takes the next place; milliseconds until it is due. */
  const takePlace = (): number => {
    const at = now();
    dueAt = max(dueAt, at - burst * spacingMs) + spacingMs;
    return max(dueAt - at, 0);
  };
  // A worker that waits for the debugger has no timers yet.
  const afterwards = (run: () => void, ms: number) =>
    apply(early ?? setTimeout, globalThis, [run, ms]);
  // Without a prototype the handler gets no traps that the page adds to `Object.prototype`.
  const proxy = <Native>(native: Native, handler: object): Native =>
    new NativeProxy(native as never, Object.assign(create(null), handler));

  globalThis.fetch = proxy(globalThis.fetch, {
    apply(native: typeof fetch, self: unknown, args: unknown[]) {
      const ms = takePlace();
      if (ms === 0) return apply(native, self, args);
      return new NativePromise((resolve) =>
        afterwards(() => resolve(apply(native, self, args)), ms),
      );
    },
  });

  const requests = XMLHttpRequest.prototype;
  const synchronous = new WeakSet<object>();
  requests.open = proxy(requests.open, {
    apply(native: never, self: object, args: unknown[]) {
      const isSynchronous = args.length > 2 && !args[2];
      const result = apply(native, self, args);
      apply(isSynchronous ? add : remove, synchronous, [self]);
      return result;
    },
  });
  requests.send = proxy(requests.send, {
    apply(native: never, self: object, args: unknown[]) {
      const ms = takePlace();
      if (ms === 0) return apply(native, self, args);
      if (apply(has, synchronous, [self])) {
        throw new NativeException("Too many requests.", "NetworkError");
      }
      const send = () => {
        try {
          apply(native, self, args);
        } catch {
          // The page has given it up meanwhile.
        }
      };
      return void afterwards(send, ms);
    },
  });

  globalThis.EventSource = proxy(EventSource, {
    construct(native: never, args: unknown[], target: never) {
      if (takePlace() > 0) throw new NativeException("Too many requests.", "QuotaExceededError");
      return construct(native, args, target);
    },
  });
  EventSource.prototype.constructor = EventSource;
}
