/**
 * Takes shared workers and service workers from the page: they outlive it, and their requests are not seen. A
 * registration stays unanswered, as it does where it takes long; pages know shared workers to be missing.
 */
export function refuseSharedWorkers(): void {
  Reflect.deleteProperty(globalThis, "SharedWorker");
  if (typeof ServiceWorkerContainer === "undefined") return;
  ServiceWorkerContainer.prototype.register = () => new Promise(() => undefined);
}

/** Lets a document have so many audio contexts: each computes on a thread of its own. */
export function limitAudio(most: number): void {
  const { construct } = Reflect;
  let count = 0;
  // Without a prototype the handler gets no traps that the page adds to `Object.prototype`.
  const handler = Object.assign(Object.create(null), {
    construct(native: never, args: unknown[], target: never) {
      count += 1;
      if (count > most) throw new DOMException("Too many audio contexts.", "NotSupportedError");
      return construct(native, args, target);
    },
  });
  for (const name of ["AudioContext", "OfflineAudioContext"]) {
    const native = Reflect.get(globalThis, name);
    if (typeof native !== "function") continue;
    const limited = new Proxy(native, handler);
    native.prototype.constructor = limited;
    Reflect.set(globalThis, name, limited);
  }
}

/** Lets a document have so many workers: one that is not started costs a thread all the same. */
export function limitWorkers(most: number): void {
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
  // Without a prototype the handler gets no traps that the page adds to `Object.prototype`.
  const handler: ProxyHandler<typeof Worker> = Object.assign(Object.create(null), {
    construct(native: typeof Worker, args: unknown[], target: typeof Worker) {
      if (count >= most) throw new DOMException("Too many workers.", "QuotaExceededError");
      const worker = construct(native, args, target);
      apply(add, alive, [worker]);
      count += 1;
      return worker;
    },
  });
  const limited = new Proxy(Worker, handler);
  Worker.prototype.constructor = limited;
  globalThis.Worker = limited;
}
