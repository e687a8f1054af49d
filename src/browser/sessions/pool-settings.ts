import type { Env } from "../../env";

/** How many browser sessions a pool may open, and how long it keeps an idle one. */
export interface PoolSettings {
  maxSessions: number;
  slotsPerSession: number;
  idleMs: number;
}

type Setting = "BROWSER_MAX_SESSIONS" | "BROWSER_CONTEXTS_PER_SESSION" | "BROWSER_IDLE_SECONDS";

/** Reads the settings of a pool. Throws an error that names a setting that is not valid. */
export function poolSettings(env: Pick<Env, Setting>): PoolSettings {
  return {
    maxSessions: wholeNumberSetting(env, "BROWSER_MAX_SESSIONS", 200),
    slotsPerSession: wholeNumberSetting(env, "BROWSER_CONTEXTS_PER_SESSION", 100),
    idleMs: wholeNumberSetting(env, "BROWSER_IDLE_SECONDS", MAX_IDLE_SECONDS) * 1_000,
  };
}

/** The platform ends an idle session after 60 s (https://developers.cloudflare.com/browser-run/limits/). */
const MAX_IDLE_SECONDS = 50;

function wholeNumberSetting(env: Pick<Env, Setting>, name: Setting, most: number): number {
  const number = Number(env[name]);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new Error(
    `${name} must be a whole number from 1 to ${most}, not ${JSON.stringify(env[name])}.`,
  );
}
