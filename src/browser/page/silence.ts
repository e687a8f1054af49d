/**
 * Keeps what a page writes to its console, and the errors that it does not catch, from DevTools: nobody reads them
 * here, and one of more than 32 MiB ends the connection to the browser.
 */
export function silencePage(): void {
  const methods = [
    ...["assert", "clear", "count", "countReset", "debug", "dir", "dirxml", "error", "group"],
    ...["groupCollapsed", "groupEnd", "info", "log", "table", "time", "timeEnd", "timeLog"],
    ...["trace", "warn"],
  ] as const;
  for (const name of methods) console[name as "log"] = () => undefined;

  // An event whose default is prevented is not reported.
  const keepQuiet = (event: Event) => event.preventDefault();
  addEventListener("error", keepQuiet, { capture: true });
  addEventListener("unhandledrejection", keepQuiet, { capture: true });
}
