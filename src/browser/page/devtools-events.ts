// Each of these functions keeps events of the page from DevTools. Nobody reads them here, and an event of more than 32
// MiB ends the connection to the browser.

/** Makes the console do nothing. */
export function muteConsole(): void {
  const methods = [
    "assert",
    "clear",
    "count",
    "countReset",
    "debug",
    "dir",
    "dirxml",
    "error",
    "group",
    "groupCollapsed",
    "groupEnd",
    "info",
    "log",
    "table",
    "time",
    "timeEnd",
    "timeLog",
    "trace",
    "warn",
  ] as const;
  for (const name of methods) console[name as "log"] = () => undefined;
}

/** Keeps DevTools from reporting the page's uncaught errors: it reports no event whose default is prevented. */
export function muteErrors(onDocumentOpen: (listen: (view: Window) => void) => void): void {
  const { apply } = Reflect;
  const { preventDefault } = Event.prototype;
  const preventReport = (event: Event) => apply(preventDefault, event, []);
  const { addEventListener: listen } = EventTarget.prototype;
  onDocumentOpen((view) => {
    apply(listen, view, ["error", preventReport, true]);
    apply(listen, view, ["unhandledrejection", preventReport, true]);
  });
}

/**
 * Ignores long addresses of the page's history, and more than 200 calls in 30 seconds. Chrome has the same limit of
 * calls, but DevTools turns it off.
 */
export function limitHistory(): void {
  const { apply } = Reflect;
  const { now } = Date;
  const mostCalls = 200;
  const longestUrl = 16_384;
  let calls = 0;
  let since = now();
  for (const name of ["pushState", "replaceState"] as const) {
    const native = History.prototype[name];
    History.prototype[name] = function (state, unused, url) {
      if (now() - since > 30_000) {
        calls = 0;
        since = now();
      }
      calls += 1;
      if (calls > mostCalls) return;
      // Convert the address once: an object could return another text the second time.
      const given = url == null ? url : `${url}`;
      const isLong = given != null && given.length > longestUrl;
      apply(native, this, isLong ? [state, unused] : [state, unused, given]);
    };
  }
}
