import { hashOf } from "../docs/page";
import type { RequestContext } from "../http/app-env";
import type { SmokePageKind } from "../schemas/smoke-page";

/** A page without external files. */
interface Page {
  style: string;
  body: string;
  script?: string;
}

/** A page whose pixels are known, so that `npm run smoke` can check a capture of it. */
export async function smokePage(c: RequestContext, kind: SmokePageKind): Promise<Response> {
  const { style, body, script = "" } = PAGES[kind](c);
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Smoke page: ${kind}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
${body}
<script>${script}</script>
`;
  return c.html(html, 200, {
    "Content-Security-Policy": policyOf(style, script),
    "X-Robots-Tag": "noindex",
  });
}

const PAGES: Record<SmokePageKind, (c: RequestContext) => Page> = {
  colours: () => ({
    style: `body{margin:0;display:grid;grid:50vh 50vh/50vw 50vw}
#a{background:#f00}#b{background:#0f0}#c{background:#00f}#d{background:#ff0}`,
    body: '<div id="a"></div><div id="b"></div><div id="c"></div><div id="d"></div>',
  }),
  tall: () => ({
    style: `body{margin:0}#bands{height:20000px;background:${bands()}}`,
    body: '<div id="bands"></div>',
  }),
  noise: () => ({
    style: "body{margin:0}canvas{display:block}",
    body: '<canvas width="3000" height="2000"></canvas>',
    script: NOISE,
  }),
  cookie: (c) => ({ style: `body{background:#${colourOfCookie(c)}}`, body: "<body></body>" }),
  time: (c) => ({
    style: "body{font:3rem monospace}",
    body: `<p id="time">${c.get("ctx").now()}</p>`,
  }),
};

/** Band n, 1,000 pixels high, is rgb(12n, 255 − 12n, 128). */
function bands(): string {
  const stops = Array.from({ length: 20 }, (_, n) => {
    return `rgb(${12 * n} ${255 - 12 * n} 128) ${1_000 * n}px ${1_000 * (n + 1)}px`;
  });
  return `linear-gradient(${stops.join(",")})`;
}

/** Pixel i is the hash of i, so every visit gives the same picture. As a PNG it has 18 MB. */
const NOISE = `const context=document.querySelector("canvas").getContext("2d"),image=context.createImageData(3000,2000);
new Uint32Array(image.data.buffer).forEach((_,i,pixels)=>{let h=Math.imul(i+1,0x9e3779b1);h=Math.imul(h^h>>>15,0x85ebca6b);
pixels[i]=h^h>>>13|0xff000000});context.putImageData(image,0,0)`;

/** A colour of six digits. Only the number in the cookie reaches the page. */
function colourOfCookie(c: RequestContext): string {
  const [, number = "0"] =
    /(?:^|; *)smoke=(\d{1,8})(?:;|$)/.exec(c.req.header("Cookie") ?? "") ?? [];
  return (Number(number) & 0xffffff).toString(16).padStart(6, "0");
}

/** Only the script and the style of this file run, in an opaque origin. */
function policyOf(style: string, script: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "sandbox allow-scripts",
  ].join("; ");
}
