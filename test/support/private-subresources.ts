import { at, content, page, redirect, script } from "./pages";
import {
  type NamedCode,
  paint,
  SECRET,
  scriptTag,
  secretImage,
  secretPage,
  workerTag,
} from "./private-server";

const CORS = ["Access-Control-Allow-Origin: *"];

/** Parts of a page that load something from a private server. The page is captured without it. */
export const PRIVATE_SUBRESOURCES: NamedCode[] = [
  ["iframe", (secret) => `<iframe src="${secret(secretPage)}"></iframe>`],
  [
    "iframe in an iframe",
    (secret) => `<iframe src="${page(`<iframe src="${secret(secretPage)}"></iframe>`)}"></iframe>`,
  ],
  [
    "iframe in a cross-site iframe",
    (secret) =>
      `<iframe src="${at("other.example.org", page(`<iframe src="${secret(secretPage)}"></iframe>`))}"></iframe>`,
  ],
  [
    "iframe in srcdoc",
    (secret) => `<iframe srcdoc='<iframe src="${secret(secretPage)}"></iframe>'></iframe>`,
  ],
  [
    "iframe that is redirected",
    (secret) => `<iframe src="${redirect(302, secret(secretPage))}"></iframe>`,
  ],
  [
    "iframe that navigates",
    (secret) =>
      `<iframe src="${page(`<script>location = "${secret(secretPage)}"</script>`)}"></iframe>`,
  ],
  [
    "form into an iframe",
    (secret) =>
      `<iframe name="it"></iframe><form target="it" method="post" action="${secret(secretPage)}"></form><script>document.forms[0].submit()</script>`,
  ],
  ["object", (secret) => `<object data="${secret(secretPage)}"></object>`],
  ["embed", (secret) => `<embed src="${secret(secretPage)}">`],
  ["img", (secret) => `<img src="${secret(secretImage)}">`],
  ["img that is redirected", (secret) => `<img src="${redirect(302, secret(secretImage))}">`],
  [
    "SVG image",
    (secret) => `<svg><image href="${secret(secretImage)}" width="100" height="100"/></svg>`,
  ],
  ["video poster", (secret) => `<video poster="${secret(secretImage)}"></video>`],
  [
    "CSS background",
    (secret) => `<div style="height: 100px; background: url(${secret(secretImage)})"></div>`,
  ],
  [
    "style sheet",
    (secret) =>
      `<link rel="stylesheet" href="${secret(content("text/css", `body { background: #${SECRET} !important }`))}">`,
  ],
  [
    "@import",
    (secret) =>
      `<style>@import url("${secret(content("text/css", `body { background: #${SECRET} !important }`))}");</style>`,
  ],
  [
    "font",
    (secret) =>
      `<style>@font-face { font-family: It; src: url(${secret("/font")}) } p { color: #${SECRET}; font: 50px It, "Open Sans" }</style><p>&nbsp;`,
  ],
  ["script", (secret) => `<script src="${secret(script(paint))}"></script>`],
  ["import()", scriptTag((secret) => `import("${secret(script(paint))}")`)],
  ["fetch", scriptTag((secret) => `fetch("${secret("/empty")}").then(() => { ${paint} })`)],
  [
    "fetch without CORS",
    scriptTag(
      (secret) =>
        `fetch("${secret("/empty")}", { mode: "no-cors", method: "POST", body: "x" }).then(() => { ${paint} })`,
    ),
  ],
  [
    "fetch that outlives its page",
    scriptTag((secret) => `fetch("${secret("/empty")}", { keepalive: true })`),
  ],
  [
    "XMLHttpRequest",
    scriptTag(
      (secret) =>
        `const x = new XMLHttpRequest(); x.open("GET", "${secret("/empty")}"); x.onload = () => { ${paint} }; x.send()`,
    ),
  ],
  ["beacon", scriptTag((secret) => `navigator.sendBeacon("${secret("/empty")}", "x")`)],
  [
    "EventSource",
    scriptTag(
      (secret) =>
        `new EventSource("${secret(content("text/event-stream", "data: x\n\n", CORS))}").onmessage = () => { ${paint} }`,
    ),
  ],
  [
    "ping",
    (secret) =>
      `<a ping="${secret("/empty")}" href="#x"></a><script>document.links[0].click()</script>`,
  ],
  ["prefetch", (secret) => `<link rel="prefetch" href="${secret(secretPage)}">`],
  ["preload", (secret) => `<link rel="preload" as="image" href="${secret(secretImage)}">`],
  [
    "fetch in a worker",
    workerTag((secret) => `fetch("${secret("/empty")}").then(() => postMessage(1))`),
  ],
  ["importScripts", workerTag((secret) => `importScripts("${secret(script("postMessage(1)"))}")`)],
  [
    "fetch in a nested worker",
    workerTag(
      (secret) =>
        `new Worker(URL.createObjectURL(new Blob(['fetch("${secret("/empty")}").then(() => postMessage(1))']))).onmessage = () => postMessage(1)`,
    ),
  ],
  [
    "fetch in a worker of a cross-site frame",
    (secret) =>
      `<iframe src="${at("other.example.org", page(`<script>new Worker(URL.createObjectURL(new Blob(['fetch("${secret("/empty")}")'])))</script>`))}"></iframe>`,
  ],
];
