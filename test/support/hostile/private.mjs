import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { keepRecord } from "../behaviours/records.mjs";

/** Pages that try to reach a listener on this machine. The record of the page shows whether they did. */
export const PRIVATE = [
  {
    name: "private-websocket",
    does: "opens a WebSocket to a private address",
    answer: (response, url) => {
      const address = `ws://127.0.0.1:${response.socket.localPort}/empty?${reached(url)}`;
      page(response, `new WebSocket(${JSON.stringify(address)})`);
    },
    expected: ["picture"],
    quick: true,
  },
  {
    name: "private-webrtc",
    does: "names a private address as its STUN and TURN server",
    answer: async (response, url) => {
      const port = await listen(url);
      page(
        response,
        `const connection = new RTCPeerConnection({ iceServers: [
          { urls: "stun:127.0.0.1:${port}" },
          { urls: "turn:127.0.0.1:${port}?transport=udp", username: "u", credential: "c" },
          { urls: "turn:127.0.0.1:${port}?transport=tcp", username: "u", credential: "c" },
        ] });
        connection.createDataChannel("x");
        connection.createOffer().then((offer) => connection.setLocalDescription(offer));`,
      );
    },
    expected: ["picture", "blocked_address"],
    quick: true,
  },
];

export const LISTENER = "private listener";

function reached(url) {
  return new URLSearchParams({ log: url.searchParams.get("log") ?? "", who: LISTENER });
}

function page(response, script) {
  response
    .writeHead(200, { "Content-Type": "text/html; charset=utf-8" })
    .end(`<!doctype html><h1>private</h1><script>${script}</script>`);
}

/** Listens on one port for UDP datagrams and TCP connections. */
async function listen(url) {
  const keep = () => keepRecord({ headers: {} }, new URL(`http://127.0.0.1/?${reached(url)}`));
  const server = createServer((socket) => {
    keep();
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  const socket = createSocket("udp4", keep);
  socket.bind(port, "127.0.0.1");
  await once(socket, "listening");
  // They do not keep the process running.
  for (const one of [server, socket]) one.unref();
  return port;
}
