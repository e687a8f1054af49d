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
import { explainListenError } from "./local/ports.mjs";

/** Starts the demo site, for screenshots without internet. Returns the function that closes it. */
export async function startDemo(port) {
  const handler = createDemoHandler();
  const servers = [await listenOn(handler, port, "127.0.0.1")];
  try {
    // A browser may resolve `localhost` to this address, too.
    servers.push(await listenOn(handler, port, "::1"));
  } catch (error) {
    // The machine has no IPv6.
    if (error.code !== "EADDRNOTAVAIL" && error.code !== "EAFNOSUPPORT") throw error;
  }
  return async () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
}

async function listenOn(handler, port, host) {
  const server = createServer(handler);
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw explainListenError(error, port, "DEMO_PORT");
  }
  return server;
}

function createDemoHandler() {
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
    // HEAD does not count as a visit.
    response.end(
      request.method === "HEAD" ? undefined : (page ?? missingPage)(new URLSearchParams(query)),
    );
  };
}
