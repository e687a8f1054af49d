import { atEnd } from "./lifetime.mjs";

const MINUTE_MS = 60_000;

/** Has the Worker's cron handler called now and every minute: locally nothing else does. Answers how to call it once more. */
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
  atEnd(async () => {
    ended = true;
    clearInterval(timer);
  });
  tick();
  return callNow;
}
