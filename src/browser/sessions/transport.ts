import type { ConnectionTransport } from "@cloudflare/puppeteer";
import { type Command, isUnusedCommand, withOverride } from "./devtools-commands";
import { createLargeResults } from "./large-results";

/** Why a connection ended, other than by our own `close`. */
export type ConnectionEnd = "too_busy" | "message_too_large" | "closed";

/** A DevTools connection that counts what a page makes it carry. */
export interface Transport extends ConnectionTransport {
  /** Null while the connection is open; set before `onclose` is called. */
  end: ConnectionEnd | null;
  /** Unix milliseconds of the newest message. */
  lastMessageAt: number;
  /** Whether events are dropped: the capture has ended, and only answers are waited for. */
  isMuted: boolean;
  /** The base64 of a picture, by the value that stands for it in a result. */
  pictureOf(value: string): string;
}

/**
 * How many events one capture may make the browser send. A page with 3,000 requests takes about 20,000. A page that
 * starts requests in a loop makes as many in a few seconds, and each of them costs the Worker time.
 */
const MAX_EVENTS = 60_000;
/** A page with 3,000 requests takes about 30 MB; addresses of megabytes, again and again, take more. */
const MAX_EVENT_CHARACTERS = 100_000_000;

/** Above the longest address that Chromium takes, 2 MB. */
const MAX_PARSED_EVENT_CHARACTERS = 4_000_000;
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
  // Puppeteer answers events also after it disconnected: then nobody reads what is sent.
  const writeText = (message: string) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(message);
  };
  const write = (command: Command) => writeText(JSON.stringify(command));
  const pages = createPageAttacher(write);
  const isOverBudget = createEventBudget();
  /** Sessions that talk to a worker. */
  const workers = new Set<string>();

  const transport: Transport = {
    end: null,
    lastMessageAt: Date.now(),
    isMuted: false,
    pictureOf: results.textOf,
    close: () => socket.close(),
    send: (message) => {
      // A slice of a picture, up to 30 MB: nothing so long is amended.
      if (message.length > MAX_COMMAND_CHARACTERS) return writeText(message);
      const command = JSON.parse(message) as Command;
      if (isUnusedCommand(command, workers.has(command.sessionId ?? ""))) {
        return answerLocally(transport, command);
      }
      pages.onCommand(command);
      write(withOverride(command));
    },
  };
  const end = (why: ConnectionEnd) => {
    if (transport.end) return;
    transport.end = why;
    transport.onclose?.();
  };
  const receive = (message: string) => {
    transport.lastMessageAt = Date.now();
    if (transport.end || (transport.isMuted && message.startsWith(EVENT))) return;
    if (isOverBudget(message)) {
      socket.close();
      return end("too_busy");
    }
    if (isUnread(message)) return;
    const [, worker] = WORKER.exec(message) ?? [];
    if (worker) workers.add(worker);
    if (!pages.isOurs(message)) transport.onmessage?.(results.withKey(message));
  };
  socket.addEventListener("message", ({ data }) => receive(String(data)));
  socket.addEventListener("close", ({ code }) => end(connectionEndOf(code)));
  socket.addEventListener("error", () => end("closed"));
  socket.accept();
  return transport;
}

/** https://developers.cloudflare.com/workers/runtime-apis/websockets/: a message over 32 MiB closes the socket so. */
const MESSAGE_TOO_BIG = 1009;

function connectionEndOf(code: number): ConnectionEnd {
  return code === MESSAGE_TOO_BIG ? "message_too_large" : "closed";
}

/** Counts events before they are parsed; answers to our own commands, such as pictures, do not count. */
function createEventBudget(): (message: string) => boolean {
  let events = 0;
  let characters = 0;
  return (message) => {
    if (!message.startsWith(EVENT)) return false;
    events += 1;
    characters += message.length;
    return events > MAX_EVENTS || characters > MAX_EVENT_CHARACTERS;
  };
}

/** How Chromium begins an event. */
const EVENT = '{"method":';

/** Whether nobody here needs an event: parsing it costs time and twice its memory. */
function isUnread(message: string): boolean {
  if (!message.startsWith(EVENT)) return false;
  return message.length > MAX_PARSED_EVENT_CHARACTERS || UNREAD.test(message);
}

/** How bodies arrive, and requests for `data:` addresses, which lead nowhere. */
const UNREAD =
  /^\{"method":"Network\.(?:(?:dataReceived|loadingFinished|policyUpdated|resourceChangedPriority)"|(?:requestWillBeSent|responseReceived)","params":\{[^{]*"(?:request|response)":\{"url":"data:)/;

/** Answers a command that is not sent. */
function answerLocally(transport: Transport, { id, sessionId }: Command): void {
  queueMicrotask(() => transport.onmessage?.(JSON.stringify({ id, result: {}, sessionId })));
}

/** Attaches to each page that is created over this connection, as puppeteer expects of its auto-attach. */
function createPageAttacher(write: (command: Command) => void) {
  const creating = new Set<number>();
  let ownId = FIRST_OWN_ID;
  return {
    onCommand({ id, method }: Command): void {
      if (method === "Target.createTarget") creating.add(id);
    },
    /** Whether a message answers a command that was sent here; also looks for pages that were created. */
    isOurs(message: string): boolean {
      if (creating.size > 0) {
        const [, id, targetId] = ANSWER.exec(message) ?? [];
        if (creating.delete(Number(id)) && targetId) {
          const params = { targetId, flatten: true };
          write({ id: ownId++, method: "Target.attachToTarget", params });
        }
      }
      return OWN_ANSWER.test(message);
    },
  };
}

const WORKER =
  /^\{"method":"Target\.attachedToTarget","params":\{"sessionId":"(\w+)","targetInfo":\{"targetId":"[\w-]+","type":"worker"/;

/** Above all ids that puppeteer counts up to. */
const FIRST_OWN_ID = 2_000_000_000;
const OWN_ANSWER = /^\{"id":2\d{9},/;
const ANSWER = /^\{"id":(\d+),(?:"result":\{"targetId":"([\w-]+)")?/;
