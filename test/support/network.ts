const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const fetchAnything = globalThis.fetch;

/** No test sends a request to another machine, even if the Worker under test tries to. */
async function fetchFromLoopback(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  if (!LOOPBACK.test(hostname)) throw new TypeError(`There is no network to ${hostname}`);
  return fetchAnything(input, init);
}

// This file runs again for each test file of the Worker.
if (fetchAnything.name !== fetchFromLoopback.name) globalThis.fetch = fetchFromLoopback;
