import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../failure.mjs";

const POLL_MS = 1_000;

/** Thrown by a check that is not possible for this service. The message says why. */
export class Skipped extends Error {}

/** Fails the check with this message if the condition is false. */
export function expect(condition, message) {
  if (!condition) throw new Failure(message);
}

/** Calls `read` every second until it returns a value, and returns that. After `seconds` the check fails. */
export async function poll(seconds, what, read) {
  for (const giveUpAt = Date.now() + seconds * 1_000; ; ) {
    const value = await read();
    if (value !== undefined) return value;
    expect(Date.now() < giveUpAt, `not within ${seconds} s: ${what}`);
    await sleep(POLL_MS);
  }
}
