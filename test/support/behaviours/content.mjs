import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import sharp from "sharp";

export const CONTENT = {
  /** Answers with the type, the body and the headers of the URL: /as/text/html?body=…&header=Name: value. */
  as: (_, response, url) => {
    const type = url.pathname.split("/").slice(2).join("/");
    for (const header of url.searchParams.getAll("header")) {
      const [name, ...value] = header.split(": ");
      response.setHeader(name, value.join(": "));
    }
    response
      .writeHead(200, { "Content-Type": `${type}; charset=utf-8` })
      .end(url.searchParams.get("body"));
  },
  /** A picture of one colour: /plain/<hex>?width=…&height=…. */
  plain: async (_, response, url) => {
    const side = (name) => Number(url.searchParams.get(name) ?? 100);
    const create = {
      width: side("width"),
      height: side("height"),
      channels: 3,
      background: `#${url.pathname.split("/")[2]}`,
    };
    const png = await sharp({ create }).png().toBuffer();
    response.writeHead(200, { "Content-Type": "image/png" }).end(png);
  },
  /** A font in which every letter is a full square. */
  font: async (_, response) => {
    const font = await readFile(new URL("../../pages/options/squares.ttf", import.meta.url));
    response
      .writeHead(200, { "Content-Type": "font/ttf", "Access-Control-Allow-Origin": "*" })
      .end(font);
  },
  /**
   * A 103 response with every `?link=` after 50 ms, and 250 ms later a page: /hints. The browser drops a 103 response that
   * arrives before it has sent the whole request. On one machine, an answer without a delay can be that quick.
   */
  hints: async (_, response, url) => {
    await setTimeout(50);
    response.writeEarlyHints({ link: url.searchParams.getAll("link") });
    response.setHeader("Content-Type", "text/html");
    await setTimeout(250);
    response.end("<h1>hints</h1>");
  },
  /** A redirect: /redirect/<status>?to=<address>. */
  redirect: (_, response, url) => {
    const Location = url.searchParams.get("to");
    response.writeHead(Number(url.pathname.split("/")[2]), { Location }).end();
  },
  /** A page that never ends: first the text of `?body=`, then a comment every 200 ms. */
  drip: (_, response, url) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    response.write(url.searchParams.get("body"));
    const dripping = setInterval(() => response.write("<!-- more -->"), 200);
    response.on("close", () => clearInterval(dripping));
  },
  /** The number of pixels of an image that have approximately this colour: /amount/<hex>. */
  amount: async (request, response, url) => {
    const bytes = Buffer.concat(await Array.fromAsync(request));
    const { data } = await sharp(bytes, { limitInputPixels: false })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const wanted = Buffer.from(url.pathname.split("/")[2], "hex");
    let amount = 0;
    for (let at = 0; at < data.length; at += 3) {
      if (wanted.every((value, channel) => Math.abs(data[at + channel] - value) < 24)) amount += 1;
    }
    response.end(String(amount));
  },
};
