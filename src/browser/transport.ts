import type { ConnectionTransport } from "@cloudflare/puppeteer";

/**
 * Opens a DevTools connection to a session that other clients use at the same time.
 *
 * Two commands that puppeteer sends are amended on their way, because as they are they reach beyond our own
 * context: auto-attach would hold every new target of every client until we release it (a frozen client then
 * stalls its neighbours), and a context would outlive a client that was killed.
 */
export async function openTransport(
  browser: Fetcher,
  sessionId: string,
): Promise<ConnectionTransport> {
  const response = await browser.fetch(`https://browser/v1/devtools/browser/${sessionId}`, {
    headers: { Upgrade: "websocket" },
  });
  const socket = response.webSocket;
  if (!socket) throw new Error(`Browser session refused the connection: ${response.status}`);
  return transportOver(socket);
}

function transportOver(socket: WebSocket): ConnectionTransport {
  const transport: ConnectionTransport = {
    // Puppeteer answers events also after it disconnected: nobody is there to hear of it.
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(amend(message));
    },
    close: () => socket.close(),
  };
  socket.addEventListener("message", (event) => {
    transport.onmessage?.(String(event.data));
  });
  socket.addEventListener("close", () => {
    transport.onclose?.();
  });
  socket.accept();
  return transport;
}

/** A browser-wide command is one without a `sessionId`. */
function amend(message: string): string {
  const command = JSON.parse(message) as Command;
  if (command.sessionId) return message;
  const amendment = AMENDMENTS[command.method];
  if (!amendment) return message;
  return JSON.stringify({ ...command, params: { ...command.params, ...amendment } });
}

const AMENDMENTS: Record<string, object | undefined> = {
  "Target.setAutoAttach": { waitForDebuggerOnStart: false },
  "Target.createBrowserContext": { disposeOnDetach: true },
};

interface Command {
  method: string;
  sessionId?: string;
  params?: object;
}
