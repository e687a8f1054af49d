type Pace = ReturnType<typeof createPace>;

/**
 * Limits the requests that the scripts of a document or a worker start: `burst` at once, then one in `spacingMs`
 * milliseconds. A request costs the browser more than it costs the page, so a loop of requests would slow down every
 * other page. `reserve` and `tryReserve` count one request.
 */
export function createPace(burst: number, spacingMs: number) {
  const { apply } = Reflect;
  const { create, freeze } = Object;
  const { now } = Date;
  const { max } = Math;
  const NativeProxy = Proxy;
  const { setTimeout: nativeSetTimeout } = globalThis;

  let dueAt = 0;
  const nextDueAt = (at: number) => max(dueAt, at - burst * spacingMs) + spacingMs;
  /** Returns how many milliseconds the request must wait. */
  const reserve = (): number => {
    const at = now();
    dueAt = nextDueAt(at);
    return max(dueAt - at, 0);
  };
  /** Returns whether the request may start now. One that may not is not counted. */
  const tryReserve = (): boolean => {
    const at = now();
    const due = nextDueAt(at);
    if (due <= at) dueAt = due;
    return due <= at;
  };
  // A worker that waits for the debugger has no timers yet.
  const runLater = (run: () => void, ms: number) =>
    apply(nativeSetTimeout ?? setTimeout, globalThis, [run, ms]);
  // A handler without a prototype gets no traps that the page adds to `Object.prototype`. It is frozen, because code of
  // the page that a trap calls may find the handler on the stack (`CallSite.getThis()`).
  const proxy = <Native>(native: Native, handler: object): Native =>
    new NativeProxy(native as never, freeze(Object.assign(create(null), handler)));
  return { reserve, tryReserve, runLater, proxy };
}

/** Delays `fetch` over the limit. */
export function paceFetch({ reserve, runLater, proxy }: Pace): void {
  const { apply, construct } = Reflect;
  const NativePromise = Promise;
  const NativeRequest = Request;
  globalThis.fetch = proxy(globalThis.fetch, {
    apply(native: typeof fetch, self: unknown, args: unknown[]) {
      const ms = reserve();
      if (ms === 0) return apply(native, self, args);
      return new NativePromise((resolve) => {
        // The page may change its arguments before the request starts.
        const request = construct(NativeRequest, args);
        runLater(() => resolve(apply(native, self, [request])), ms);
      });
    },
  });
}

/** Delays an asynchronous `XMLHttpRequest` over the limit; a synchronous one throws. */
export function paceXhr({ reserve, tryReserve, runLater, proxy }: Pace): void {
  const { apply } = Reflect;
  const NativeException = DOMException;
  const { add, delete: remove, has } = WeakSet.prototype;
  const { delete: forget, get, set } = WeakMap.prototype;
  const requests = XMLHttpRequest.prototype;
  const synchronous = new WeakSet<object>();
  /** The delayed `send` of each request. `open` and `abort` cancel it. */
  const delayed = new WeakMap<object, object>();

  requests.open = proxy(requests.open, {
    apply(native: never, self: object, args: unknown[]) {
      const isSynchronous = args.length > 2 && !args[2];
      const result = apply(native, self, args);
      apply(isSynchronous ? add : remove, synchronous, [self]);
      apply(forget, delayed, [self]);
      return result;
    },
  });
  requests.abort = proxy(requests.abort, {
    apply(native: never, self: object, args: unknown[]) {
      apply(forget, delayed, [self]);
      return apply(native, self, args);
    },
  });
  requests.send = proxy(requests.send, {
    apply(native: never, self: object, args: unknown[]) {
      if (apply(has, synchronous, [self])) {
        if (!tryReserve()) throw new NativeException("Too many requests.", "NetworkError");
        return apply(native, self, args);
      }
      const ms = reserve();
      if (ms === 0) return apply(native, self, args);
      const token = {};
      apply(set, delayed, [self, token]);
      const send = () => {
        if (apply(get, delayed, [self]) === token) apply(native, self, args);
      };
      return void runLater(send, ms);
    },
  });
}

/** Lets `EventSource` throw over the limit. */
export function limitEventSource({ tryReserve, proxy }: Pace): void {
  const { construct } = Reflect;
  const NativeException = DOMException;
  globalThis.EventSource = proxy(EventSource, {
    construct(native: never, args: unknown[], target: never) {
      if (!tryReserve()) throw new NativeException("Too many requests.", "QuotaExceededError");
      return construct(native, args, target);
    },
  });
  EventSource.prototype.constructor = EventSource;
}
