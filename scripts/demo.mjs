import { once } from "node:events";
import { createServer } from "node:http";
import {
  counterPage,
  formPage,
  homePage,
  longPage,
  missingPage,
  receivedPage,
} from "./demo/pages.mjs";
import { unusable } from "./local/ports.mjs";

/** Serves the demo site, for screenshots without internet; answers how to close it. */
export async function startDemo(port) {
  const answer = demoSite();
  const servers = [await listen(answer, port, "127.0.0.1")];
  try {
    // `localhost` is this one too.
    servers.push(await listen(answer, port, "::1"));
  } catch (error) {
    // Machines without IPv6 do without it.
    if (error.code !== "EADDRNOTAVAIL" && error.code !== "EAFNOSUPPORT") throw error;
  }
  return async () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
}

async function listen(answer, port, host) {
  const server = createServer(answer);
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw unusable(error, port, "DEMO_PORT");
  }
  return server;
}

function demoSite() {
  let visits = 0;
  const pages = {
    "/": () => homePage(),
    "/long": () => longPage(),
    "/counter": () => counterPage(++visits),
    "/form": () => formPage(),
    "/received": (query) => receivedPage(query),
  };
  return (request, response) => {
    const [path, query] = request.url.split("?", 2);
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
    response.writeHead(page ? 200 : 404, headers);
    // A look at the counter's headers is no visit.
    response.end(
      request.method === "HEAD" ? undefined : (page ?? missingPage)(new URLSearchParams(query)),
    );
  };
}
