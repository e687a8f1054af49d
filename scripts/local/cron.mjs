import { atEnd } from "./lifetime.mjs";

const MINUTE_MS = 60_000;

/** Has the Worker's cron handler called now and every minute: locally nothing else does. */
export function startCron(call) {
  let running = false;
  let ended = false;
  const tick = async () => {
    if (running) return;
    running = true;
    await call().catch((error) => ended || console.error("The cron handler failed:", error));
    running = false;
  };
  const timer = setInterval(tick, MINUTE_MS);
  atEnd(async () => {
    ended = true;
    clearInterval(timer);
  });
  tick();
}
