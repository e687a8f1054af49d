import { once } from "node:events";
import { setTimeout } from "node:timers/promises";

const received = new Map();
/** The megabytes that a receiver sent before the client disconnected. */
const flooded = new Map();

/** Answers of a webhook receiver, by the words of `?answers=`: request n gets word n, later requests the last word. */
const ANSWERS = {
  redirect: (response) => response.writeHead(301, { Location: "/receiver/elsewhere" }).end(),
  later: (response) => response.writeHead(429, { "Retry-After": "120" }).end("slow down"),
  hang: () => undefined,
  reset: (response) => response.socket.destroy(),
  drip: async (response) => {
    response.writeHead(200);
    while (!response.destroyed && response.write(".")) await setTimeout(100);
  },
  flood: async (response, name) => {
    for (let sent = 0; !response.destroyed && sent < 64; sent++) {
      flooded.set(name, sent);
      const isFull = !response.write(Buffer.alloc(1_000_000, "x"));
      if (isFull) await Promise.race([once(response, "drain"), once(response, "close")]);
    }
    response.end();
  },
  lie: (response) => {
    response.writeHead(200, { "Content-Length": "1000" }).write("short");
    response.socket.end();
  },
};

export const RECEIVERS = {
  /** Records a webhook and answers as `?answers=` says. `?failing=0.3` fails 30 % of them, always the same ones. */
  receiver: async (request, response, url) => {
    const name = url.pathname.split("/")[2];
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    const all = received.get(name) ?? [];
    received.set(name, [...all, { headers: request.headers, body }]);
    const failing = Number(url.searchParams.get("failing") ?? 0);
    if (failing > 0 && chance(all.length) < failing)
      return response.writeHead(500).end("by chance");
    const answers = (url.searchParams.get("answers") ?? "200").split(",");
    const word = answers[Math.min(all.length, answers.length - 1)];
    if (ANSWERS[word]) return ANSWERS[word](response, name);
    response.writeHead(Number(word)).end(`answer ${word}`);
  },
  flooded: (_, response, url) => {
    response.end(String(flooded.get(url.pathname.split("/")[2])));
  },
  /** The webhooks of a receiver in their order. */
  received: (_, response, url) => {
    response.end(JSON.stringify(received.get(url.pathname.split("/")[2]) ?? []));
  },
};

/** A pseudo-random number from 0 to 1 that is the same in every run (mulberry32). */
function chance(n) {
  let t = (n + 1) * 0x6d2b79f5;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
