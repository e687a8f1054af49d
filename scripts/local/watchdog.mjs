import { setTimeout as pause } from "node:timers/promises";
import { atEnd } from "./lifetime.mjs";

/**
 * Asks every `everyMs` whether something answers; when it gave no answer for `patienceMs`, it is replaced.
 * `ask` gets a signal that ends it, and throws where there is no answer. The clock stands still while the machine sleeps.
 */
export async function watch(ask, replace, { everyMs, patienceMs }) {
  let ended = false;
  atEnd(async () => {
    ended = true;
  });
  let answeredAt = performance.now();
  for (;;) {
    await pause(everyMs, undefined, { ref: false });
    if (ended) return;
    const answered = await ask(AbortSignal.timeout(patienceMs)).then(
      () => true,
      () => false,
    );
    if (!answered && performance.now() - answeredAt < patienceMs) continue;
    if (!answered && !ended) await replace();
    answeredAt = performance.now();
  }
}
