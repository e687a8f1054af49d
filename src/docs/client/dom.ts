import type { Client } from "./api";

declare const client: Client;

/** An element with attributes and children. Strings become text nodes, never HTML. */
export function createElement<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string | boolean | undefined> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Content that a click on its summary shows and hides. */
export function createDetails(
  attributes: Record<string, string | boolean | undefined>,
  summary: (Node | string)[],
  ...content: (Node | string)[]
): HTMLDetailsElement {
  const heading = client.createElement("summary", {}, ...summary);
  return client.createElement("details", attributes, heading, ...content);
}

/** Paragraphs of a text, in which `backticks` mark code. */
export function renderParagraphs(text = ""): HTMLElement[] {
  if (text === "") return [];
  return text.split("\n\n").map((paragraph) => {
    const parts = paragraph
      .split("`")
      .map((part, index) => (index % 2 ? client.createElement("code", {}, part) : part));
    return client.createElement("p", {}, ...parts);
  });
}

/** JSON with coloured keys, strings and other values. URLs become links. */
export function renderJson(value: unknown): HTMLPreElement {
  const pre = client.createElement("pre", { tabindex: "0" });
  const text = JSON.stringify(value, null, 2);
  const tokens = /("(?:[^"\\]|\\.)*")(:)?|\b(?:true|false|null|-?\d[\d.e+-]*)\b/g;
  let end = 0;
  for (const match of text.matchAll(tokens)) {
    const [token, quoted, colon] = match;
    pre.append(text.slice(end, match.index));
    end = match.index + token.length;
    const href = quoted && !colon && /^"https?:/.test(quoted) && (JSON.parse(quoted) as string);
    if (href) {
      pre.append(client.createElement("a", { href, target: "_blank", rel: "noreferrer" }, token));
    } else {
      const kind = colon ? "key" : quoted ? "text" : "value";
      pre.append(client.createElement("span", { class: kind }, token));
    }
  }
  pre.append(text.slice(end));
  return pre;
}

/** An image with its size in pixels. A click opens the image in a tab of its own. */
export async function renderImage(content: Blob): Promise<HTMLElement[]> {
  const href = URL.createObjectURL(content);
  const image = client.createElement("img", { src: href, alt: "The image in the response" });
  // If the image cannot be decoded, the browser shows its icon of a broken image.
  await image.decode().catch(() => undefined);
  const size = `${image.naturalWidth} × ${image.naturalHeight}`;
  const link = client.createElement("a", { href, target: "_blank" }, image);
  return [client.createElement("p", {}, size), link];
}
