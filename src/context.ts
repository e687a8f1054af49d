import type { Env } from "./env";
import { aloneSince } from "./lib/started";

/** The environment of one request or job. */
export interface Context {
  readonly env: Env;
  /** Unix milliseconds. A function, so that tests can move the clock. */
  readonly now: () => number;
  /** Keeps work alive after the answer, or after the client disconnects. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** The origin of every link, without a trailing slash. */
  readonly origin: string;
  /** Every origin of this service that the invocation knows. */
  readonly ownOrigins: readonly string[];
  /** Purges every cached answer with one of these tags from the edge. Throws when the platform refuses. */
  readonly purge: (tags: string[]) => Promise<void>;
}

/** The context of one invocation. Without `PUBLIC_BASE_URL` the origin is that of `requestUrl`. */
export function contextOf(
  env: Env,
  execution: Pick<ExecutionContext, "waitUntil">,
  requestUrl?: string,
): Context {
  // Sets the start time, which must be earlier than every lease.
  aloneSince(env);
  const requestOrigin = requestUrl ? new URL(requestUrl).origin : "";
  const origin = env.PUBLIC_BASE_URL || requestOrigin;
  return {
    env,
    now: Date.now,
    waitUntil: (work) => execution.waitUntil(work),
    origin: origin.replace(/\/+$/, ""),
    ownOrigins: [requestOrigin, env.PUBLIC_BASE_URL, env.CDN_BASE_URL].filter((text) =>
      URL.canParse(text),
    ),
    purge: (tags) => purgeEdge(execution, tags),
  };
}

/** A local server has no edge, and no `cache`. */
async function purgeEdge(execution: object, tags: string[]): Promise<void> {
  const { cache } = execution as { cache?: EdgeCache };
  const result = await cache?.purge({ tags });
  if (result && !result.success) throw new Error("The platform refused to purge");
}

interface EdgeCache {
  purge(what: { tags: string[] }): Promise<{ success: boolean }>;
}
