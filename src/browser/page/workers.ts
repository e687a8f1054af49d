/**
 * Removes shared workers and service workers: they outlive the page, and the guard does not see their requests.
 * `register` returns a promise that never settles, like a registration that takes long. Pages expect browsers without
 * `SharedWorker`.
 */
export function refuseSharedWorkers(): void {
  Reflect.deleteProperty(globalThis, "SharedWorker");
  if (typeof ServiceWorkerContainer === "undefined") return;
  ServiceWorkerContainer.prototype.register = () => new Promise(() => undefined);
}

/** Limits the audio contexts of a document: each has a thread of its own. */
export function limitAudio(max: number): void {
  const { construct } = Reflect;
  let count = 0;
  // A handler without a prototype gets no traps that the page adds to `Object.prototype`.
  const handler = Object.assign(Object.create(null), {
    construct(native: never, args: unknown[], target: never) {
      count += 1;
      if (count > max) throw new DOMException("Too many audio contexts.", "NotSupportedError");
      return construct(native, args, target);
    },
  });
  // Code of the page that a trap calls may find the handler on the stack (`CallSite.getThis()`).
  Object.freeze(handler);
  for (const name of ["AudioContext", "OfflineAudioContext"]) {
    const native = Reflect.get(globalThis, name);
    if (typeof native !== "function") continue;
    const limited = new Proxy(native, handler);
    native.prototype.constructor = limited;
    Reflect.set(globalThis, name, limited);
  }
}

/** Limits the workers of a document: a worker takes a thread even when it is not started. */
export function limitWorkers(max: number): void {
  if (typeof Worker === "undefined") return;
  const { apply, construct } = Reflect;
  const { terminate } = Worker.prototype;
  const alive = new WeakSet();
  const { add, delete: remove } = WeakSet.prototype;
  let count = 0;
  Worker.prototype.terminate = function () {
    if (apply(remove, alive, [this])) count -= 1;
    apply(terminate, this, []);
  };
  // A handler without a prototype gets no traps that the page adds to `Object.prototype`.
  const handler: ProxyHandler<typeof Worker> = Object.assign(Object.create(null), {
    construct(native: typeof Worker, args: unknown[], target: typeof Worker) {
      if (count >= max) throw new DOMException("Too many workers.", "QuotaExceededError");
      const worker = construct(native, args, target);
      apply(add, alive, [worker]);
      count += 1;
      return worker;
    },
  });
  // Code of the page that a trap calls may find the handler on the stack (`CallSite.getThis()`).
  const limited = new Proxy(Worker, Object.freeze(handler));
  Worker.prototype.constructor = limited;
  globalThis.Worker = limited;
}
