import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../failure.mjs";

/** A check that cannot be made here, and why. */
export class Skipped extends Error {}

/** Fails the check where something does not hold. */
export function expect(holds, otherwise) {
  if (!holds) throw new Failure(otherwise);
}

/** Asks again until there is an answer (not undefined), at most so many seconds; else the check fails. */
export async function until(seconds, what, ask) {
  for (const giveUpAt = Date.now() + seconds * 1_000; ; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    expect(Date.now() < giveUpAt, `not within ${seconds} s: ${what}`);
    await sleep(POLL_MS);
  }
}

const POLL_MS = 1_000;
