import { connect } from "cloudflare:sockets";
import { afterAll, describe, expect, test } from "vitest";
import type { BrowserPolicy } from "../../src/browser/state";
import { CaptureFailure } from "../../src/errors";
import { eventually } from "../support/eventually";
import { at, atSecure, content, page, redirect } from "../support/pages";
import {
  CLOSED,
  inRemovedFrame,
  inScript,
  laterRedirect,
  newPrivatePort,
  OTHER,
  PAGE,
  type Way,
} from "../support/private-port";
import { amountOf } from "../support/shots";
import { newStudio, OPEN } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

interface Page {
  place?: typeof at;
  host?: string;
  isOwn?: boolean;
}

/** Captures a page that takes this way to a port of this machine; says whether anybody came there. */
async function take(
  way: Way,
  policy: BrowserPolicy,
  { place = at, host = PAGE, isOwn }: Page = {},
) {
  const { port, isAsked } = await newPrivatePort();
  const ownHosts = isOwn ? [`127.0.0.1:${port}`] : [];
  const conditions = { policy: { ...policy, ownHosts } };
  const outcome = await studio.outcome(place(host, way(port)), { wait: 2_000 }, conditions);
  return { outcome, isAsked: await isAsked() };
}

const inWorker = (code: Way): Way =>
  inScript((port) => `new Worker(URL.createObjectURL(new Blob([${JSON.stringify(code(port))}])))`);
const inFrame =
  (code: Way): Way =>
  (port) =>
    page(`<iframe src="${at(OTHER, inScript(code)(port))}"></iframe>`);

const socket: Way = (port) => `new WebSocket("ws://127.0.0.1:${port}/")`;
const transport: Way = (port) => `new WebTransport("https://127.0.0.1:${port}/").ready`;
const rules: Way = (port) =>
  JSON.stringify({ prefetch: [{ urls: [`http://127.0.0.1:${port}/`], eagerness: "immediate" }] });
const worklet = (context: string): Way => {
  return inScript((port) => `${context}.addModule("http://127.0.0.1:${port}/")`);
};
const AUDIO = "new OfflineAudioContext(1, 1, 44100).audioWorklet";
const peer = (url: string) => `const peer = new RTCPeerConnection({
  iceServers: [{ urls: "${url}", username: "a", credential: "b" }] });
  peer.createDataChannel("x");
  peer.createOffer().then((offer) => peer.setLocalDescription(offer))`;
const fresh = `const frame = document.createElement("iframe"); document.body.append(frame);
  const { WebSocket, RTCPeerConnection } = frame.contentWindow;`;

const WAYS: [name: string, way: Way][] = [
  ["WebRTC, STUN", inScript((port) => peer(`stun:127.0.0.1:${port}`))],
  ["WebRTC, TURN", inScript((port) => peer(`turn:127.0.0.1:${port}?transport=tcp`))],
  ["WebRTC of a fresh frame", inScript((port) => `${fresh} ${peer(`stun:127.0.0.1:${port}`)}`)],
  ["WebRTC in a frame of another site", inFrame((port) => peer(`stun:127.0.0.1:${port}`))],
  ["WebSocket", inScript(socket)],
  ["WebSocket by a number", inScript((port) => `new WebSocket("ws://2130706433:${port}/")`)],
  ["WebSocket by a short address", inScript((port) => `new WebSocket("ws://127.1:${port}/")`)],
  ["WebSocketStream", inScript((port) => `new WebSocketStream("ws://127.0.0.1:${port}/")`)],
  [
    "WebSocket whose address changes when read again",
    inScript(
      (port) => `let reads = 0;
        const given = { toString: () => reads++ ? "ws://127.0.0.1:${port}/" : "ws://x.example.com/" };
        const { toString } = String.prototype; String.prototype.toString = () => given;
        RegExp.prototype.exec = () => null; RegExp.prototype.test = () => false;
        Object.prototype.get = Object.prototype.apply = (native) => native;
        try { new WebSocket(given) } catch {}
        new WebSocket("ws://127.0.0.1:${port}/")`,
    ),
  ],
  [
    "WebSocket whose address looks for the proxy's handler on the stack",
    inScript(
      (port) => `Error.prepareStackTrace = (_, sites) => sites;
        const handlers = [];
        const given = { toString() {
          for (const site of new Error().stack) {
            const self = site.getThis();
            if (self && Object.getPrototypeOf(self) === null) handlers.push(self);
          }
          return "ws://x.example.com/";
        } };
        try { new WebSocket(given) } catch {}
        for (const handler of handlers) delete handler.construct;
        new WebSocket("ws://127.0.0.1:${port}/")`,
    ),
  ],
  [
    "WebSocket by its prototype",
    inScript((port) => `new WebSocket.prototype.constructor("ws://127.0.0.1:${port}/")`),
  ],
  [
    "WebSocket by Reflect",
    inScript((port) => `Reflect.construct(WebSocket, ["ws://127.0.0.1:${port}/"], Object)`),
  ],
  [
    "WebSocket of a subclass",
    inScript((port) => `new (class extends WebSocket {})("ws://127.0.0.1:${port}/")`),
  ],
  ["WebSocket of a fresh frame", inScript((port) => `${fresh} ${socket(port)}`)],
  [
    "WebSocket of a reopened document",
    inScript(
      (port) =>
        `document.open(); document.write("<script>${socket(port).replaceAll('"', "'")}<\\/script>"); document.close()`,
    ),
  ],
  [
    "WebSocket in srcdoc",
    (port) => page(`<iframe srcdoc='<script>${socket(port)}</script>'></iframe>`),
  ],
  [
    "WebSocket in a data frame",
    (port) => page(`<iframe src='data:text/html,<script>${socket(port)}</script>'></iframe>`),
  ],
  [
    "WebSocket in a sandbox",
    (port) =>
      page(`<iframe sandbox="allow-scripts" srcdoc='<script>${socket(port)}</script>'></iframe>`),
  ],
  ["WebSocket in a frame of another site", inFrame(socket)],
  ["WebSocket in a worker", inWorker(socket)],
  [
    "WebSocket in a worker's worker",
    inWorker((port) => `new Worker(URL.createObjectURL(new Blob(['${socket(port)}'])))`),
  ],
  [
    "speculation rules",
    (port) => page(`<body><script type="speculationrules">${rules(port)}</script>`),
  ],
  [
    "speculation rules in a shadow",
    inScript(
      (
        port,
      ) => `const rules = Object.assign(document.createElement("script"), { type: "speculationrules", text: '${rules(port)}' });
        document.body.attachShadow({ mode: "closed" }).append(rules)`,
    ),
  ],
  [
    "speculation rules of a header",
    (port) =>
      page("", `Speculation-Rules: "${content("application/speculationrules+json", rules(port))}"`),
  ],
  [
    "a compression dictionary of a header",
    (port) => page("", `Link: <http://127.0.0.1:${port}/>; rel=compression-dictionary`),
  ],
  [
    "a report of a policy that was broken",
    (port) =>
      page(
        '<img src="/none">',
        `Content-Security-Policy: img-src 'none'; report-uri http://127.0.0.1:${port}/`,
      ),
  ],
  [
    "a request that outlives its frame",
    inRemovedFrame(
      (port) => `fetch("${laterRedirect(port)}", { keepalive: true, mode: "no-cors" })`,
    ),
  ],
  [
    "a request object that outlives its frame",
    inRemovedFrame(
      (port) =>
        `fetch(new Request("${laterRedirect(port)}", { keepalive: true, mode: "no-cors" }))`,
    ),
  ],
  [
    "a beacon that outlives its frame",
    inRemovedFrame((port) => `navigator.sendBeacon("${laterRedirect(port)}", "x")`),
  ],
  [
    "a ping that outlives its frame",
    inRemovedFrame(
      (port) =>
        `const link = Object.assign(document.createElement("a"), { href: "#", ping: "${laterRedirect(port)}" }); document.body.append(link); link.click()`,
    ),
  ],
];

/** What pages have over https only. */
const SECURE_WAYS: typeof WAYS = [
  ["WebTransport", inScript(transport)],
  [
    "a later fetch",
    inScript((port) => `fetchLater("http://127.0.0.1:${port}/", { activateAfter: 0 })`),
  ],
  ["a paint worklet", worklet("CSS.paintWorklet")],
  ["an audio worklet", worklet(AUDIO)],
  [
    "an audio worklet that imports",
    inScript(
      (port) =>
        `${AUDIO}.addModule("${content("text/javascript", `import "http://127.0.0.1:${port}/"`)}")`,
    ),
  ],
  [
    "a federated login",
    inScript(
      (port) =>
        `navigator.credentials.get({ identity: { providers: [{ configURL: "https://127.0.0.1:${port}/", clientId: "x" }] } })`,
    ),
  ],
];

/** What secure pages had in Chromium 147. Chromium 153 has lost it; the service may run with an older browser. */
const FORMER_WAYS: typeof WAYS = [
  ["a worklet of shared storage", worklet("sharedStorage.worklet")],
  [
    "an attribution source",
    (port) => page(`<img src="/none" attributionsrc="http://127.0.0.1:${port}/">`),
  ],
  [
    "an attribution source that outlives its frame",
    inRemovedFrame(
      (port) =>
        `document.body.append(Object.assign(new Image(), { attributionSrc: "${laterRedirect(port)}" }))`,
      atSecure,
    ),
  ],
  [
    "an interest group",
    inScript(
      (port) =>
        `navigator.joinAdInterestGroup({ owner: "https://127.0.0.1:${port}", name: "x", lifetimeMs: 60_000 })`,
    ),
  ],
];

describe.concurrent.each([
  ...WAYS.map(([name, way]) => [name, way, at] as const),
  ...SECURE_WAYS.map(([name, way]) => [`${name}, on a secure page`, way, atSecure] as const),
])("%s", (_, way, place) => {
  test("to a private address asks nobody, and the page is captured", async () => {
    const { outcome, isAsked } = await take(way, CLOSED, { place });
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
    expect(isAsked).toBe(false);
  });

  test("leads there where private addresses are open", async () => {
    expect((await take(way, OPEN, { place })).isAsked).toBe(true);
  });
});

describe.concurrent.each(FORMER_WAYS)("%s, which older browsers have", (_, way) => {
  test("to a private address asks nobody, and the page is captured", async () => {
    const { outcome, isAsked } = await take(way, CLOSED, { place: atSecure });
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
    expect(isAsked).toBe(false);
  });

  test("leads nowhere any more, even where private addresses are open", async () => {
    expect((await take(way, OPEN, { place: atSecure })).isAsked).toBe(false);
  });
});

/** Secure pages only have it: here those of localhost, to which a port of the service itself is closed. */
test.each([
  ["to an address of the service itself", inScript(transport), true, false],
  ["to another address", inScript(transport), false, true],
  ["in a worker, which has none", inWorker(transport), false, false],
])("WebTransport %s", async (_, way, isOwn, expected) => {
  const { outcome, isAsked } = await take(way, OPEN, { host: "localhost", isOwn });
  expect(outcome).not.toBeInstanceOf(CaptureFailure);
  expect(isAsked).toBe(expected);
});

/** What this Chromium does not do, or not without a user. The closing has no part in it. */
test.each([
  ["a page", at],
  ["a secure page", atSecure],
])("no other way of %s asks anybody, even where all is open", async (_, place) => {
  const way: Way = (port) => {
    const there = `http://127.0.0.1:${port}/`;
    const payment = `new PaymentRequest([{ supportedMethods: "https://127.0.0.1:${port}/" }], { total: { label: "x", amount: { currency: "USD", value: "1" } } })`;
    const calls = [
      ...[`${payment}.canMakePayment()`, `${payment}.show()`],
      `new PresentationRequest("${there}").start()`,
      `navigator.mediaSession.metadata = new MediaMetadata({ artwork: [{ src: "${there}" }] })`,
      `new Worker("${redirect(302, there)}")`,
    ];
    const links = ["preconnect", "dns-prefetch", "prerender", "next", "icon", "manifest"];
    return page(
      `${links.map((rel) => `<link rel="${rel}" href="${there}">`).join("")}
        <script>${calls.map((call) => `try { ${call} } catch {}`).join("\n")}</script>`,
      `Link: <${there}>; rel=preconnect`,
    );
  };
  const { outcome, isAsked } = await take(way, OPEN, { place });
  expect(outcome).not.toBeInstanceOf(CaptureFailure);
  expect(isAsked).toBe(false);
});

test("a connection on which nothing is said counts as asking", async () => {
  const { port, isAsked } = await newPrivatePort();
  const silent = connect(`127.0.0.1:${port}`);
  await silent.opened;
  await eventually(async () => expect(await isAsked()).toBe(true));
  await silent.close();
});

describe("a public WebSocket", () => {
  test("is connected to", async () => {
    const way = inScript((port) => `new WebSocket("ws://public.example.com:${port}/")`);
    expect((await take(way, CLOSED)).isAsked).toBe(true);
  });

  test("looks as it does everywhere", async () => {
    const html = `<body><script>
      const socket = new WebSocket("ws://public.example.com/a", ["b"]);
      let problem; try { new WebSocket("http://") } catch (error) { problem = error.name }
      const isSame = [
        WebSocket.OPEN === 1, WebSocket.name === "WebSocket", WebSocket.length === 1,
        socket instanceof WebSocket, socket.constructor === WebSocket, socket.OPEN === 1,
        Object.getPrototypeOf(socket) === WebSocket.prototype, socket.url === "ws://public.example.com/a",
        problem === "SyntaxError", String(WebSocket).includes("[native code]"),
      ];
      if (isSame.every(Boolean)) document.body.style.background = "#ff00ff";
    </script>`;
    const picture = await studio.take(at(PAGE, page(html)), {}, { policy: CLOSED });
    expect(await amountOf("ff00ff", picture.image)).toBe(400 * 300);
  });
});
