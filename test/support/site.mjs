import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { setTimeout } from "node:timers/promises";
import sharp from "sharp";
import { CONTENT } from "./behaviours/content.mjs";
import { ECHO } from "./behaviours/echo.mjs";
import { HOSTILE } from "./behaviours/hostile.mjs";
import { LISTENERS } from "./behaviours/listeners.mjs";
import { RECEIVERS } from "./behaviours/receivers.mjs";
import { keepRecord, RECORDS } from "./behaviours/records.mjs";
import { CERTIFICATE } from "./certificate.mjs";
import { servePackageFile } from "./consent-packages.mjs";
import { closedPort } from "./ports.mjs";
import { kill } from "./processes.mjs";

/** Starts the site that tests capture: the files of test/pages, and paths with a special behaviour. */
export default async function serveTestSite(project) {
  const server = createServer(serve);
  const secure = createSecureSite();
  project.provide("closedSite", `http://localhost:${await closedPort()}`);
  project.provide("site", await listen(server));
  project.provide("secureSite", await listen(secure, "https"));
  return () => {
    server.closeAllConnections();
    server.close();
    secure.close();
  };
}

/** The same site with HTTPS and HTTP/2. The browser of the tests trusts its certificate. */
function createSecureSite() {
  const server = createSecureServer(
    { cert: CERTIFICATE, key: CERTIFICATE, allowHTTP1: true },
    serve,
  );
  // Open connections must not keep the tests running.
  return server.on("session", (session) => session.unref()).unref();
}

async function listen(server, scheme = "http") {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `${scheme}://localhost:${server.address().port}`;
}

function serve(request, response) {
  answer(request, response).catch((error) => {
    response.writeHead(500).end(String(error));
  });
}

async function answer(request, response) {
  const url = new URL(request.url, "http://localhost");
  keepRecord(request, url);
  // Delays the answer: ?after=<milliseconds>.
  await setTimeout(Number(url.searchParams.get("after") ?? 0));
  const behaviour = BEHAVIOURS[url.pathname.split("/")[1]];
  if (behaviour) return behaviour(request, response, url);
  const page = await readFile(new URL(`../pages${url.pathname}.html`, import.meta.url)).catch(
    () => null,
  );
  if (!page) return response.writeHead(404, HTML).end("<h1>no such page</h1>");
  response.writeHead(200, HTML).end(page);
}

const HTML = { "Content-Type": "text/html; charset=utf-8" };
const visits = new Map();
const gates = new Map();

function visit(name) {
  visits.set(name, (visits.get(name) ?? 0) + 1);
  return visits.get(name);
}

function gateOf(name) {
  if (!gates.has(name)) gates.set(name, Promise.withResolvers());
  return gates.get(name);
}

const BEHAVIOURS = {
  ...RECORDS,
  ...CONTENT,
  ...ECHO,
  ...HOSTILE,
  ...LISTENERS,
  ...RECEIVERS,
  package: servePackageFile,
  /** Bands of 500 px with different colours: band n is rgb(37n, 59n, n), modulo 256. */
  bands: (_, response, url) => {
    const count = Number(url.searchParams.get("height")) / 500;
    const bands = Array.from(
      { length: count },
      (_, n) =>
        `<div style="height:500px;background:rgb(${(n * 37) % 256},${(n * 59) % 256},${n % 256})"></div>`,
    );
    response.writeHead(200, HTML).end(`<body style="margin:0">${bands.join("")}`);
  },
  /** A green page with a status: /status/<status>. */
  status: (_, response, url) => {
    const status = Number(url.pathname.split("/")[2]);
    response.writeHead(status, HTML).end('<body style="background:#00c000">');
  },
  /** Kills a renderer process of a test's browser: /killed-renderer/<process id>. */
  "killed-renderer": (_, response, url) => {
    const pid = url.pathname.split("/")[2];
    const { stdout, error } = spawnSync("ps", ["-o", "args=", "-p", pid], { encoding: "utf8" });
    if (error) throw error;
    if (stdout.includes("--type=renderer")) kill(Number(pid));
    response.end();
  },
  /** Accepts the request and never answers. */
  hang: () => undefined,
  /** Closes the connection without an answer. */
  reset: (request) => request.socket.destroy(),
  /** A download. */
  download: (_, response) => {
    response
      .writeHead(200, { "Content-Type": "application/zip", "Content-Disposition": "attachment" })
      .end("PK");
  },
  /** A visit counter: /visits/<name> counts a visit, /visited/<name> answers with the count. */
  visits: (_, response, url) => {
    const from = Number(url.searchParams.get("from") ?? 0);
    const count = from + visit(url.pathname.split("/")[2]);
    response.writeHead(200, HTML).end(`<h1 id="count">${count}</h1>`);
  },
  visited: (_, response, url) => {
    response.end(String(visits.get(url.pathname.split("/")[2]) ?? 0));
  },
  /** A page that waits: /gate/<name> counts as a visit and answers after /open/<name> was called. */
  gate: async (_, response, url) => {
    const name = url.pathname.split("/")[2];
    visit(name);
    await gateOf(name).promise;
    response.writeHead(200, HTML).end("<h1>open</h1>");
  },
  open: (_, response, url) => {
    gateOf(url.pathname.split("/")[2]).resolve();
    response.end();
  },
  /** The encyclopedia page of the specification's examples: a search form and an infobox. Its last row counts visits. */
  wiki: (_, response, url) => {
    const title = decodeURIComponent(url.pathname.split("/")[2] ?? "");
    const cells = [...Array(23).keys(), visit(title)];
    const rows = cells.map((cell) => `<tr><td>${cell}</td></tr>`).join("");
    response.writeHead(200, HTML).end(`<h1>${title}</h1>
      <form id="search-form" action="/echoed"><input id="searchInput" name="search"><button>Search</button></form>
      <div id="mw-content-text"><div class="mw-parser-output"><table class="infobox"><tbody>${rows}</tbody></table></div></div>`);
  },
  /** Answers with the format and the size of an image, and its colours at `?at=x,y;x,y`. */
  pixels: async (request, response, url) => {
    const bytes = Buffer.concat(await Array.fromAsync(request));
    const image = sharp(bytes, { limitInputPixels: false });
    const { format } = await image.metadata();
    const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const colours = (url.searchParams.get("at") ?? "")
      .split(";")
      .filter(Boolean)
      .map((point) => {
        const [x, y] = point.split(",").map(Number);
        const offset = (y * info.width + x) * info.channels;
        return [...data.subarray(offset, offset + 3)];
      });
    response.end(JSON.stringify({ format, width: info.width, height: info.height, colours }));
  },
};
