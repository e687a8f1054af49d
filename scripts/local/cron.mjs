import { onShutdown } from "./lifetime.mjs";

const MINUTE_MS = 60_000;

/** Calls the cron handler now and every minute, because miniflare does not. Returns a function that calls it again. */
export function startCron(call) {
  let ended = false;
  let running = false;
  const callNow = () =>
    call().catch(({ message }) => ended || console.error(`The cron handler failed: ${message}`));
  const tick = async () => {
    if (running) return;
    running = true;
    await callNow();
    running = false;
  };
  const timer = setInterval(tick, MINUTE_MS);
  onShutdown(async () => {
    ended = true;
    clearInterval(timer);
  });
  tick();
  return callNow;
}
