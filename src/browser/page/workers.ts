/**
 * Takes shared workers and service workers from the page: they outlive it, and their requests are not seen. A
 * registration stays unanswered, as it does where it takes long; pages know shared workers to be missing.
 */
export function refuseSharedWorkers(): void {
  Reflect.deleteProperty(globalThis, "SharedWorker");
  if (typeof ServiceWorkerContainer === "undefined") return;
  ServiceWorkerContainer.prototype.register = () => new Promise(() => undefined);
}
