import { createServer } from "node:net";

/** Below the ports that systems give to connections (Linux: from 32,768): no connection takes one that was found free. */
const [FIRST, LAST] = [20_000, 32_000];

/** Ports that nobody listens on, no two the same. */
export async function freePorts(count) {
  const ports = new Set();
  while (ports.size < count) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

/** A port that stays closed: `freePorts` does not give it. */
export async function closedPort() {
  for (let port = FIRST - 1; ; port--) if (await isFree(port)) return port;
}

async function isFree(port) {
  const server = createServer();
  const isListening = await new Promise((resolve, reject) => {
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
  if (isListening) await new Promise((resolve) => server.close(resolve));
  return isListening;
}
