import { HOSTILE_PAGES } from "../hostile/pages.mjs";

const HTML = { "Content-Type": "text/html; charset=utf-8" };
const PARAGRAPH =
  "<p>An ordinary page has some text, and a few pictures between the paragraphs.</p>";

export const HOSTILE = {
  /** A page of the list: /hostile/<name>. */
  hostile: async (_, response, url) => {
    const page = HOSTILE_PAGES.find(({ name }) => name === url.pathname.split("/")[2]);
    if (page.answer) return page.answer(response, url);
    const start = `<!doctype html><title>${page.name}</title><body><h1>${page.name}</h1>`;
    response.writeHead(200, HTML).end(`${start}<script>${page.script}</script>`);
  },
  /** An ordinary page with a background of one colour: /neighbour/<hex>. */
  neighbour: (_, response, url) => {
    const colour = url.pathname.split("/")[2];
    const part = `${PARAGRAPH}<img src="/plain/${colour}?width=300&height=200">`;
    response
      .writeHead(200, HTML)
      .end(`<!doctype html><body style="margin: 100px; background: #${colour}">${part.repeat(8)}`);
  },
};
