import type { Page } from "./page";

/** JSON with its keys, texts and other values told apart, and links to follow. */
export function json(page: Page, value: unknown): HTMLPreElement {
  const pre = page.element("pre", { tabindex: "0" });
  const text = JSON.stringify(value, null, 2);
  let end = 0;
  for (const match of text.matchAll(
    /("(?:[^"\\]|\\.)*")(:)?|\b(?:true|false|null|-?\d[\d.e+-]*)\b/g,
  )) {
    const [token, quoted, colon] = match;
    pre.append(text.slice(end, match.index));
    end = match.index + token.length;
    const href = quoted && !colon && /^"https?:/.test(quoted) && (JSON.parse(quoted) as string);
    if (href) {
      pre.append(page.element("a", { href, target: "_blank", rel: "noreferrer" }, token));
    } else {
      const kind = colon ? "key" : quoted ? "text" : "value";
      pre.append(page.element("span", { class: kind }, token));
    }
  }
  pre.append(text.slice(end));
  return pre;
}
