/**
 * The test pool wraps the prototype of its classes for entry points and Durable Objects in one more proxy for every
 * instance. After a thousand instances each access takes a tenth of a second. Here the prototype stays in its first
 * proxy.
 */
const EveryProxy = globalThis.Proxy;
const wrapped = new WeakSet<object>();

function OneProxy<T extends object>(target: T, handler: ProxyHandler<T>): T {
  if (wrapped.has(target)) return target;
  const proxy = new EveryProxy(target, handler);
  if (String(handler.get).includes("getUnknownPrototypeKey")) wrapped.add(proxy);
  return proxy;
}

// This file runs again for each test file of the Worker.
if (EveryProxy.name !== OneProxy.name) {
  Object.assign(globalThis, {
    Proxy: Object.assign(OneProxy, { revocable: EveryProxy.revocable }),
  });
}
