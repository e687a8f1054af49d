import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

/** The number of connections and datagrams, by port. */
const heard = new Map();
const ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";

export const LISTENERS = {
  /** Opens a port of 127.0.0.1 that counts TCP connections and UDP datagrams: /listen answers with the port. */
  listen: async (_, response) => {
    const tcp = createServer((socket) => {
      count();
      socket.on("error", () => undefined).on("data", () => socket.end(ANSWER));
    });
    await once(tcp.listen(0, "127.0.0.1"), "listening");
    const { port } = tcp.address();
    const udp = createSocket("udp4").on("message", count);
    await once(udp.bind(port, "127.0.0.1"), "listening");
    for (const socket of [tcp, udp]) socket.unref();
    heard.set(port, 0);
    response.end(String(port));

    function count() {
      heard.set(port, heard.get(port) + 1);
    }
  },
  /** The count of a port: /heard/<port>. */
  heard: (_, response, url) => {
    response.end(String(heard.get(Number(url.pathname.split("/")[2]))));
  },
};
