/**
 * The test pool wraps the prototype of its classes for entry points and Durable Objects in one more proxy for every
 * instance. After a thousand instances each access takes a tenth of a second. Here the prototype stays in its first
 * proxy. If a new version of the pool calls its handler's function otherwise, this has no effect.
 */
const EveryProxy = globalThis.Proxy;
const wrapped = new WeakSet<object>();

function OneProxy<T extends object>(target: T, handler: ProxyHandler<T>): T {
  const isOfPool = String(handler.get).includes("getUnknownPrototypeKey");
  if (isOfPool && wrapped.has(target)) return target;
  const proxy = new EveryProxy(target, handler);
  if (isOfPool) wrapped.add(proxy);
  return proxy;
}

// This file runs again for each test file of the Worker.
if (EveryProxy.name !== OneProxy.name) {
  Object.assign(globalThis, {
    Proxy: Object.assign(OneProxy, { revocable: EveryProxy.revocable }),
  });
}
