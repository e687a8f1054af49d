import { at, content, page, redirect, script } from "./pages";
import {
  inScript,
  inWorker,
  type NamedAttempt,
  onPage,
  paint,
  SECRET,
  secretImage,
  secretPage,
} from "./private-server";

const CORS = ["Access-Control-Allow-Origin: *"];

/** Pages that load something from a private server. They are captured without it. */
export const PRIVATE_SUBRESOURCES: NamedAttempt[] = [
  ["iframe", onPage((secret) => `<iframe src="${secret(secretPage)}"></iframe>`)],
  [
    "iframe in an iframe",
    onPage(
      (secret) =>
        `<iframe src="${page(`<iframe src="${secret(secretPage)}"></iframe>`)}"></iframe>`,
    ),
  ],
  [
    "iframe in a cross-site iframe",
    onPage(
      (secret) =>
        `<iframe src="${at("other.example.org", page(`<iframe src="${secret(secretPage)}"></iframe>`))}"></iframe>`,
    ),
  ],
  [
    "iframe in srcdoc",
    onPage((secret) => `<iframe srcdoc='<iframe src="${secret(secretPage)}"></iframe>'></iframe>`),
  ],
  [
    "iframe that is redirected",
    onPage((secret) => `<iframe src="${redirect(302, secret(secretPage))}"></iframe>`),
  ],
  [
    "iframe that navigates",
    onPage(
      (secret) =>
        `<iframe src="${page(`<script>location = "${secret(secretPage)}"</script>`)}"></iframe>`,
    ),
  ],
  [
    "form into an iframe",
    onPage(
      (secret) =>
        `<iframe name="it"></iframe><form target="it" method="post" action="${secret(secretPage)}"></form><script>document.forms[0].submit()</script>`,
    ),
  ],
  ["object", onPage((secret) => `<object data="${secret(secretPage)}"></object>`)],
  ["embed", onPage((secret) => `<embed src="${secret(secretPage)}">`)],
  ["img", onPage((secret) => `<img src="${secret(secretImage)}">`)],
  [
    "img that is redirected",
    onPage((secret) => `<img src="${redirect(302, secret(secretImage))}">`),
  ],
  [
    "SVG image",
    onPage(
      (secret) => `<svg><image href="${secret(secretImage)}" width="100" height="100"/></svg>`,
    ),
  ],
  ["video poster", onPage((secret) => `<video poster="${secret(secretImage)}"></video>`)],
  [
    "CSS background",
    onPage(
      (secret) => `<div style="height: 100px; background: url(${secret(secretImage)})"></div>`,
    ),
  ],
  [
    "style sheet",
    onPage(
      (secret) =>
        `<link rel="stylesheet" href="${secret(content("text/css", `body { background: #${SECRET} !important }`))}">`,
    ),
  ],
  [
    "@import",
    onPage(
      (secret) =>
        `<style>@import url("${secret(content("text/css", `body { background: #${SECRET} !important }`))}");</style>`,
    ),
  ],
  [
    "font",
    onPage(
      (secret) =>
        `<style>@font-face { font-family: It; src: url(${secret("/font")}) } p { color: #${SECRET}; font: 50px It, "Open Sans" }</style><p>&nbsp;`,
    ),
  ],
  ["script", onPage((secret) => `<script src="${secret(script(paint))}"></script>`)],
  ["import()", inScript((secret) => `import("${secret(script(paint))}")`)],
  ["fetch", inScript((secret) => `fetch("${secret("/empty")}").then(() => { ${paint} })`)],
  [
    "fetch without CORS",
    inScript(
      (secret) =>
        `fetch("${secret("/empty")}", { mode: "no-cors", method: "POST", body: "x" }).then(() => { ${paint} })`,
    ),
  ],
  [
    "fetch that outlives its page",
    inScript((secret) => `fetch("${secret("/empty")}", { keepalive: true })`),
  ],
  [
    "XMLHttpRequest",
    inScript(
      (secret) =>
        `const x = new XMLHttpRequest(); x.open("GET", "${secret("/empty")}"); x.onload = () => { ${paint} }; x.send()`,
    ),
  ],
  ["beacon", inScript((secret) => `navigator.sendBeacon("${secret("/empty")}", "x")`)],
  [
    "EventSource",
    inScript(
      (secret) =>
        `new EventSource("${secret(content("text/event-stream", "data: x\n\n", CORS))}").onmessage = () => { ${paint} }`,
    ),
  ],
  [
    "ping",
    onPage(
      (secret) =>
        `<a ping="${secret("/empty")}" href="#x"></a><script>document.links[0].click()</script>`,
    ),
  ],
  ["prefetch", onPage((secret) => `<link rel="prefetch" href="${secret(secretPage)}">`)],
  ["preload", onPage((secret) => `<link rel="preload" as="image" href="${secret(secretImage)}">`)],
  [
    "fetch in a worker",
    inWorker((secret) => `fetch("${secret("/empty")}").then(() => postMessage(1))`),
  ],
  ["importScripts", inWorker((secret) => `importScripts("${secret(script("postMessage(1)"))}")`)],
  [
    "fetch in a nested worker",
    inWorker(
      (secret) =>
        `new Worker(URL.createObjectURL(new Blob(['fetch("${secret("/empty")}").then(() => postMessage(1))']))).onmessage = () => postMessage(1)`,
    ),
  ],
  [
    "fetch in a worker of a cross-site frame",
    onPage(
      (secret) =>
        `<iframe src="${at("other.example.org", page(`<script>new Worker(URL.createObjectURL(new Blob(['fetch("${secret("/empty")}")'])))</script>`))}"></iframe>`,
    ),
  ],
];
