const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const fetchAnything = globalThis.fetch;

/** No test asks another machine, whatever the Worker that it tests would do: as for pages in the browser. */
globalThis.fetch = async (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  if (!LOOPBACK.test(hostname)) throw new TypeError(`There is no network to ${hostname}`);
  return fetchAnything(input, init);
};
