import { once } from "node:events";

/** Sends a block again and again, as fast as the client takes it; stops when the client disconnects. */
export async function send(response, block, times) {
  const closed = once(response, "close");
  for (let n = 0; n < times && !response.closed; n++) {
    if (!response.write(block)) await Promise.race([once(response, "drain"), closed]);
  }
  response.end();
}
