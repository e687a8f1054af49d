import { createServer } from "node:net";

/** Below the ephemeral ports (Linux: from 32,768), so that no outgoing connection takes a port that was found free. */
const [FIRST, LAST] = [20_000, 32_000];

/** Different free ports. */
export async function freePorts(count) {
  const ports = new Set();
  while (ports.size < count) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

/** A port that stays closed: `freePorts` never returns it. */
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
