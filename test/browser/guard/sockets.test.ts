import { afterAll, describe, expect, test } from "vitest";
import { CaptureFailure } from "../../../src/errors";
import { at, atSecure, page } from "../../support/pages";
import {
  capturePortAttempt,
  type NamedPortAttempt,
  PAGE_HOST,
  type PortAttempt,
  portFrame,
  portScript,
  portWorker,
} from "../../support/private-port";
import { portAttemptSpec } from "../../support/private-port-spec";
import { amountOf } from "../../support/shots";
import { CLOSED, newStudio, OPEN } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

const socket: PortAttempt = (port) => `new WebSocket("ws://127.0.0.1:${port}/")`;
const transport: PortAttempt = (port) => `new WebTransport("https://127.0.0.1:${port}/").ready`;

const peer = (url: string) => `const peer = new RTCPeerConnection({
  iceServers: [{ urls: "${url}", username: "a", credential: "b" }] });
  peer.createDataChannel("x");
  peer.createOffer().then((offer) => peer.setLocalDescription(offer))`;
const fromNewFrame = `const frame = document.createElement("iframe"); document.body.append(frame);
  const { WebSocket, RTCPeerConnection } = frame.contentWindow;`;

const SOCKETS: NamedPortAttempt[] = [
  ["WebRTC, STUN", portScript((port) => peer(`stun:127.0.0.1:${port}`))],
  ["WebRTC, TURN", portScript((port) => peer(`turn:127.0.0.1:${port}?transport=tcp`))],
  [
    "WebRTC from a new frame",
    portScript((port) => `${fromNewFrame} ${peer(`stun:127.0.0.1:${port}`)}`),
  ],
  ["WebRTC in a cross-site frame", portFrame((port) => peer(`stun:127.0.0.1:${port}`))],
  ["WebSocket", portScript(socket)],
  [
    "WebSocket to an address as one number",
    portScript((port) => `new WebSocket("ws://2130706433:${port}/")`),
  ],
  [
    "WebSocket to an address in short form",
    portScript((port) => `new WebSocket("ws://127.1:${port}/")`),
  ],
  ["WebSocketStream", portScript((port) => `new WebSocketStream("ws://127.0.0.1:${port}/")`)],
  [
    "WebSocket whose URL changes when it is read again",
    portScript(
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
    "WebSocket whose URL looks for the handler of the proxy on the stack",
    portScript(
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
    "WebSocket from the constructor of its prototype",
    portScript((port) => `new WebSocket.prototype.constructor("ws://127.0.0.1:${port}/")`),
  ],
  [
    "WebSocket by Reflect.construct",
    portScript((port) => `Reflect.construct(WebSocket, ["ws://127.0.0.1:${port}/"], Object)`),
  ],
  [
    "WebSocket as a subclass",
    portScript((port) => `new (class extends WebSocket {})("ws://127.0.0.1:${port}/")`),
  ],
  ["WebSocket from a new frame", portScript((port) => `${fromNewFrame} ${socket(port)}`)],
  [
    "WebSocket in a reopened document",
    portScript(
      (port) =>
        `document.open(); document.write("<script>${socket(port).replaceAll('"', "'")}<\\/script>"); document.close()`,
    ),
  ],
  [
    "WebSocket in srcdoc",
    (port) => page(`<iframe srcdoc='<script>${socket(port)}</script>'></iframe>`),
  ],
  [
    "WebSocket in a frame of a data: URL",
    (port) => page(`<iframe src='data:text/html,<script>${socket(port)}</script>'></iframe>`),
  ],
  [
    "WebSocket in a sandboxed frame",
    (port) =>
      page(`<iframe sandbox="allow-scripts" srcdoc='<script>${socket(port)}</script>'></iframe>`),
  ],
  ["WebSocket in a cross-site frame", portFrame(socket)],
  ["WebSocket in a worker", portWorker(socket)],
  [
    "WebSocket in a nested worker",
    portWorker((port) => `new Worker(URL.createObjectURL(new Blob(['${socket(port)}'])))`),
  ],
];

portAttemptSpec(studio, SOCKETS);
describe("on a secure page", () =>
  portAttemptSpec(studio, [["WebTransport", portScript(transport)]], atSecure));

/** Only secure pages have WebTransport, and localhost is one. A port of the service itself is always closed. */
test.each([
  ["does not reach an address of the service itself", portScript(transport), true, false],
  ["reaches another address", portScript(transport), false, true],
  ["is missing in a worker", portWorker(transport), false, false],
])("WebTransport %s", async (_, attempt, isOwn, expected) => {
  const { outcome, isReached } = await capturePortAttempt(studio, attempt, OPEN, {
    host: "localhost",
    isOwn,
  });
  expect(outcome).not.toBeInstanceOf(CaptureFailure);
  expect(isReached).toBe(expected);
});

describe("a WebSocket to a public name", () => {
  test("connects", async () => {
    const attempt = portScript((port) => `new WebSocket("ws://public.example.com:${port}/")`);
    expect((await capturePortAttempt(studio, attempt, CLOSED)).isReached).toBe(true);
  });

  test("has the properties of a native WebSocket", async () => {
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
    const picture = await studio.take(at(PAGE_HOST, page(html)), {}, { policy: CLOSED });
    expect(await amountOf("ff00ff", picture.image)).toBe(400 * 300);
  });
});
