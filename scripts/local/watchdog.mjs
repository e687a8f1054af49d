import { setTimeout as pause } from "node:timers/promises";
import { onShutdown } from "./lifetime.mjs";

/**
 * Calls `probe` every `intervalMs`. Calls `restart` if no probe succeeded for `timeoutMs`. `probe` throws if there is no
 * answer. performance.now() does not advance while the machine sleeps, so sleep does not count as a hang.
 */
export async function runWatchdog(probe, restart, { intervalMs, timeoutMs }) {
  let ended = false;
  onShutdown(async () => {
    ended = true;
  });
  let answeredAt = performance.now();
  for (;;) {
    await pause(intervalMs, undefined, { ref: false });
    if (ended) return;
    const answered = await probe(AbortSignal.timeout(timeoutMs)).then(
      () => true,
      () => false,
    );
    if (!answered && performance.now() - answeredAt < timeoutMs) continue;
    if (!answered && !ended) await restart();
    answeredAt = performance.now();
  }
}
