/**
 * Paces the requests that a document or a worker starts with `fetch`, `XMLHttpRequest` and `EventSource`: `burst` at
 * once, then one in `spacingMs` milliseconds. Requests over the limit are delayed; synchronous requests and event sources
 * throw instead. A request costs the browser more than the page that starts it: a loop of them would hold up every
 * other page.
 */
export function paceRequests(burst: number, spacingMs: number): void {
  const { apply, construct } = Reflect;
  const { create } = Object;
  const { now } = Date;
  const { max } = Math;
  const NativeException = DOMException;
  const NativePromise = Promise;
  const NativeProxy = Proxy;
  const { setTimeout: nativeSetTimeout } = globalThis;

  let dueAt = 0;
  const nextDueAt = (at: number) => max(dueAt, at - burst * spacingMs) + spacingMs;
  /** Takes the next turn; milliseconds until it comes. */
  const takeTurn = (): number => {
    const at = now();
    dueAt = nextDueAt(at);
    return max(dueAt - at, 0);
  };
  /** Takes the next turn if it has come. */
  const isTurn = (): boolean => {
    const at = now();
    const due = nextDueAt(at);
    if (due <= at) dueAt = due;
    return due <= at;
  };
  // A worker that waits for the debugger has no timers yet.
  const runLater = (run: () => void, ms: number) =>
    apply(nativeSetTimeout ?? setTimeout, globalThis, [run, ms]);
  // Without a prototype the handler gets no traps that the page adds to `Object.prototype`.
  const proxy = <Native>(native: Native, handler: object): Native =>
    new NativeProxy(native as never, Object.assign(create(null), handler));

  paceFetch();
  paceXhr();
  limitEventSource();

  function paceFetch() {
    const NativeRequest = Request;
    globalThis.fetch = proxy(globalThis.fetch, {
      apply(native: typeof fetch, self: unknown, args: unknown[]) {
        const ms = takeTurn();
        if (ms === 0) return apply(native, self, args);
        return new NativePromise((resolve) => {
          // The page may change its arguments before the turn comes.
          const request = construct(NativeRequest, args);
          runLater(() => resolve(apply(native, self, [request])), ms);
        });
      },
    });
  }

  function paceXhr() {
    const { add, delete: remove, has } = WeakSet.prototype;
    const { delete: forget, get, set } = WeakMap.prototype;
    const requests = XMLHttpRequest.prototype;
    const synchronous = new WeakSet<object>();
    /** What each waiting request waits for: `open` and `abort` take it away. */
    const waiting = new WeakMap<object, object>();

    requests.open = proxy(requests.open, {
      apply(native: never, self: object, args: unknown[]) {
        const isSynchronous = args.length > 2 && !args[2];
        const result = apply(native, self, args);
        apply(isSynchronous ? add : remove, synchronous, [self]);
        apply(forget, waiting, [self]);
        return result;
      },
    });
    requests.abort = proxy(requests.abort, {
      apply(native: never, self: object, args: unknown[]) {
        apply(forget, waiting, [self]);
        return apply(native, self, args);
      },
    });
    requests.send = proxy(requests.send, {
      apply(native: never, self: object, args: unknown[]) {
        if (apply(has, synchronous, [self])) {
          if (!isTurn()) throw new NativeException("Too many requests.", "NetworkError");
          return apply(native, self, args);
        }
        const ms = takeTurn();
        if (ms === 0) return apply(native, self, args);
        const turn = {};
        apply(set, waiting, [self, turn]);
        const send = () => {
          if (apply(get, waiting, [self]) === turn) apply(native, self, args);
        };
        return void runLater(send, ms);
      },
    });
  }

  function limitEventSource() {
    globalThis.EventSource = proxy(EventSource, {
      construct(native: never, args: unknown[], target: never) {
        if (!isTurn()) throw new NativeException("Too many requests.", "QuotaExceededError");
        return construct(native, args, target);
      },
    });
    EventSource.prototype.constructor = EventSource;
  }
}
