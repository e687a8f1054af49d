/**
 * Keeps what a page writes to its console, the errors that it does not catch, and endless addresses of its history from
 * DevTools: nobody reads them here, and one of more than 32 MiB ends the connection to the browser.
 */
export function limitDevtoolsEvents(onOpening: (listen: (view: Window) => void) => void): void {
  const methods = [
    ...["assert", "clear", "count", "countReset", "debug", "dir", "dirxml", "error", "group"],
    ...["groupCollapsed", "groupEnd", "info", "log", "table", "time", "timeEnd", "timeLog"],
    ...["trace", "warn"],
  ] as const;
  for (const name of methods) console[name as "log"] = () => undefined;

  // An event whose default is prevented is not reported.
  const { apply } = Reflect;
  const { preventDefault } = Event.prototype;
  const preventReport = (event: Event) => apply(preventDefault, event, []);
  const { addEventListener: listen } = EventTarget.prototype;
  onOpening((view) => {
    apply(listen, view, ["error", preventReport, true]);
    apply(listen, view, ["unhandledrejection", preventReport, true]);
  });

  // As Chrome by itself, where no debugger has turned that off: more in 30 seconds are ignored.
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
      // What is looked at is what is gone to.
      const given = url == null ? url : `${url}`;
      const isLong = given != null && given.length > longestUrl;
      apply(native, this, isLong ? [state, unused] : [state, unused, given]);
    };
  }
}
