import type { Env } from "./env";

/** What a request or a job works with. */
export interface Context {
  readonly env: Env;
  /** Unix milliseconds; a function, so that tests can move the clock. */
  readonly now: () => number;
  /** Keeps work alive after the answer, or after the caller hung up. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** The origin every link is built on, without a trailing slash. */
  readonly origin: string;
}
