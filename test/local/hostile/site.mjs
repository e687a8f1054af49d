import serveTestSite from "../../support/site.mjs";

/** Starts the test site. Returns functions for the URLs of its pages and for the requests that it received. */
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
    /** The URL of a path under a public host name, which the browser resolves to this machine. */
    at: (path) => `http://page.example.com:${port}${path}`,
    /** The `?who=` of each request with this name in `?log=`. */
    askedBy: async (log) => {
      const requests = await (await fetch(`${origin}/logged/${log}`)).json();
      return requests.map(({ query }) => query.who);
    },
  };
}
