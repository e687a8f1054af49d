import { env } from "cloudflare:workers";

/** Changes to the messages of a connection to a browser. */
export interface Tampering {
  /** Called for each message of the client, and may `send` others; false drops it. */
  command?: (message: string, send: (other: string) => void) => boolean;
  /** Called for each message of the browser; false drops it, a number closes the socket with this code. */
  event?: (message: string) => boolean | number | Promise<boolean | number>;
}

/** The browser binding over a connection that a test can slow down, cut or silence. The browser is the real one. */
export function tamperedBrowser(tampering: () => Tampering): Fetcher {
  return {
    fetch: (...request: Parameters<Fetcher["fetch"]>) => connect(tampering(), request),
  } as Fetcher;
}

async function connect(
  { command = () => true, event = () => true }: Tampering,
  request: Parameters<Fetcher["fetch"]>,
): Promise<Response> {
  const response = await env.BROWSER.fetch(...request);
  const browser = response.webSocket;
  if (!browser) return response;
  const [theirs, ours] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket];
  browser.accept();
  ours.accept();
  ours.addEventListener("message", ({ data }) => {
    if (command(String(data), (other) => browser.send(other))) browser.send(data);
  });
  let before: Promise<unknown> = Promise.resolve();
  browser.addEventListener("message", ({ data }) => {
    // Keeps the order, as a socket does.
    before = before.then(async () => {
      const verdict = await event(String(data));
      if (ours.readyState !== WebSocket.OPEN) return;
      if (typeof verdict === "number") ours.close(verdict);
      else if (verdict) ours.send(data);
    });
  });
  ours.addEventListener("close", () => void browser.close());
  browser.addEventListener("close", () => void before.then(() => ours.close()));
  return new Response(null, { status: 101, webSocket: theirs });
}
