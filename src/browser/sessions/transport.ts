import type { ConnectionTransport } from "@cloudflare/puppeteer";
import { type Command, isUnusedCommand, withOverride } from "./devtools-commands";
import { createEventBudget, isEvent, isUnreadEvent } from "./event-filter";
import { createLargeResults } from "./large-results";
import { createPageAttacher } from "./page-attacher";

/** Why a connection ended, when it was not by our own `close`. */
type ConnectionEnd = "too_busy" | "message_too_large" | "closed";

/** A DevTools connection that limits how many events a page makes the browser send. */
export interface Transport extends ConnectionTransport {
  /** Null while the connection is open; set before `onclose` is called. */
  end: ConnectionEnd | null;
  /** Unix milliseconds of the newest message. */
  lastMessageAt: number;
  /** Whether events are dropped: after the capture only answers are needed. */
  isMuted: boolean;
  /** The base64 of a picture. `value` is what a result contains instead of it. */
  pictureOf(value: string): string;
}

/** Longer messages are sent unchanged: a slice of a picture takes up to 30 MB. */
const MAX_COMMAND_CHARACTERS = 10_000;

/** Opens a DevTools connection to a session that other clients use at the same time. */
export async function openTransport(browser: Fetcher, sessionId: string): Promise<Transport> {
  const response = await browser.fetch(`https://browser/v1/devtools/browser/${sessionId}`, {
    headers: { Upgrade: "websocket" },
  });
  const socket = response.webSocket;
  if (!socket) throw new Error(`Browser session refused the connection: ${response.status}`);
  return transportOver(socket);
}

function transportOver(socket: WebSocket): Transport {
  const results = createLargeResults();
  const write = (command: Command) => sendIfOpen(socket, JSON.stringify(command));
  const pages = createPageAttacher(write);
  /** Ids of the sessions of workers. */
  const workers = new Set<string>();

  const transport: Transport = {
    end: null,
    lastMessageAt: Date.now(),
    isMuted: false,
    pictureOf: results.textOf,
    close: () => socket.close(),
    send: (message) => {
      if (message.length > MAX_COMMAND_CHARACTERS) return sendIfOpen(socket, message);
      const command = JSON.parse(message) as Command;
      if (isUnusedCommand(command, workers.has(command.sessionId ?? ""))) {
        return answerLocally(transport, command);
      }
      pages.onCommand(command);
      write(withOverride(command));
    },
  };
  receiveMessages(socket, transport, (message) => {
    const [, worker] = WORKER.exec(message) ?? [];
    if (worker) workers.add(worker);
    if (!pages.isOwnAnswer(message)) transport.onmessage?.(results.withKey(message));
  });
  return transport;
}

/** Puppeteer still answers events after it has disconnected. `send` would then throw. */
function sendIfOpen(socket: WebSocket, message: string): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(message);
}

/** Accepts the connection. Drops the events that nobody reads, and ends a connection with too many events. */
function receiveMessages(
  socket: WebSocket,
  transport: Transport,
  read: (message: string) => void,
): void {
  const isOverBudget = createEventBudget();
  const end = (why: ConnectionEnd) => {
    if (transport.end) return;
    transport.end = why;
    transport.onclose?.();
  };
  const receive = (message: string) => {
    transport.lastMessageAt = Date.now();
    if (transport.end || (transport.isMuted && isEvent(message))) return;
    if (isOverBudget(message)) {
      socket.close();
      return end("too_busy");
    }
    if (!isUnreadEvent(message)) read(message);
  };
  socket.addEventListener("message", ({ data }) => receive(String(data)));
  socket.addEventListener("close", ({ code }) => end(connectionEndOf(code)));
  socket.addEventListener("error", () => end("closed"));
  socket.accept();
}

/** The close code after a message over 32 MiB: https://developers.cloudflare.com/workers/runtime-apis/websockets/ */
const MESSAGE_TOO_BIG = 1009;

function connectionEndOf(code: number): ConnectionEnd {
  return code === MESSAGE_TOO_BIG ? "message_too_large" : "closed";
}

/** Answers a command without sending it to the browser. */
function answerLocally(transport: Transport, { id, sessionId }: Command): void {
  queueMicrotask(() => transport.onmessage?.(JSON.stringify({ id, result: {}, sessionId })));
}

/** The event that reports a new worker. */
const WORKER =
  /^\{"method":"Target\.attachedToTarget","params":\{"sessionId":"(\w+)","targetInfo":\{"targetId":"[\w-]+","type":"worker"/;
