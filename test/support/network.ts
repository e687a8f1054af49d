const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const fetchAnything = globalThis.fetch;

/** No test sends a request to another machine, even if the Worker under test tries to. */
globalThis.fetch = async (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  if (!LOOPBACK.test(hostname)) throw new TypeError(`There is no network to ${hostname}`);
  return fetchAnything(input, init);
};
