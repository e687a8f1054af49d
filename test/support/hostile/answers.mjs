import { gzipBomb } from "./gzip.mjs";
import { hugePng } from "./png.mjs";
import { send } from "./send.mjs";

const MEBIBYTE = 2 ** 20;
const HTML = { "Content-Type": "text/html; charset=utf-8" };
const TEXT = "<p>All work and no play makes a dull page.\n";

/** Pages whose server does the harm: each has a request handler. */
export const ANSWERS = [
  {
    name: "200-mb-response",
    does: "is 200 MB of HTML",
    answer: (response) => {
      response.writeHead(200, HTML);
      return send(response, Buffer.from(TEXT.repeat(MEBIBYTE / TEXT.length)), 200);
    },
    expected: ["picture", "timeout", "image_too_large", "page_too_busy", "page_crashed"],
  },
  {
    name: "200-mb-data",
    does: "fetches 200 MB and keeps them",
    answer: (response, url) => {
      if (url.searchParams.has("data")) {
        response.writeHead(200, { "Content-Type": "application/octet-stream" });
        return send(response, Buffer.alloc(MEBIBYTE), 200);
      }
      const script = `fetch("?data").then(async (it) => { window.kept = await it.text() })`;
      response.writeHead(200, HTML).end(`<h1>data</h1><script>${script}</script>`);
    },
    expected: ["picture"],
  },
  {
    name: "gzip-bomb",
    does: "is 10 GB of HTML in 30 MB of gzip",
    answer: (response) => {
      response.writeHead(200, { ...HTML, "Content-Encoding": "gzip" });
      return gzipBomb(response, Buffer.from(TEXT.repeat(MEBIBYTE / TEXT.length)), 10_000);
    },
    expected: ["timeout", "image_too_large", "page_too_busy", "page_crashed"],
  },
  {
    name: "endless-document",
    does: "sends HTML as fast as it is taken, without end",
    answer: (response) => {
      response.writeHead(200, HTML);
      return send(response, Buffer.from(TEXT.repeat(1_000)), Number.POSITIVE_INFINITY);
    },
    expected: ["timeout", "image_too_large", "page_too_busy", "page_crashed"],
  },
  {
    name: "slow-drip",
    does: "sends a character every second, without end",
    answer: (response) => {
      response.writeHead(200, HTML).write("<h1>slow</h1>");
      const dripping = setInterval(() => response.write("."), 1_000);
      response.on("close", () => clearInterval(dripping));
    },
    expected: ["picture"],
  },
  {
    name: "endless-redirect",
    does: "answers with a redirect to itself",
    answer: (response, url) => {
      const Location = `?n=${Number(url.searchParams.get("n")) + 1}`;
      response.writeHead(302, { Location }).end();
    },
    expected: ["connection_failed"],
    quick: true,
  },
  {
    name: "huge-picture",
    does: "shows a PNG of 30,000 × 30,000 pixels",
    answer: (response, url) => {
      if (url.searchParams.has("picture")) {
        response.writeHead(200, { "Content-Type": "image/png" }).end(hugePng(30_000));
        return;
      }
      response.writeHead(200, HTML).end(`<img src="?picture">`);
    },
    expected: ["picture", "image_too_large", "timeout"],
  },
];
