import { once } from "node:events";

/** Sends a block again and again, as fast as the client takes it; stops when the client is gone. */
export async function send(response, block, times) {
  const gone = once(response, "close");
  for (let n = 0; n < times && !response.closed; n++) {
    if (!response.write(block)) await Promise.race([once(response, "drain"), gone]);
  }
  response.end();
}
