import serveTestSite from "../../support/site.mjs";

/** Starts the site of the tests; tells how its pages are addressed, and who asked for what. */
export async function startSite() {
  const provided = {};
  const close = await serveTestSite({
    provide: (name, value) => {
      provided[name] = value;
    },
  });
  const { port, origin } = new URL(provided.site);
  return {
    close,
    /** The address of a path under a name that is public; the browser takes every name for this machine. */
    at: (path) => `http://page.example.com:${port}${path}`,
    /** Who sent a request that carries `?log=` with this name. */
    askedBy: async (log) => {
      const requests = await (await fetch(`${origin}/logged/${log}`)).json();
      return requests.map(({ query }) => query.who);
    },
  };
}
