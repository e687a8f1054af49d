import type { Env } from "./env";
import { aloneSince } from "./lib/started";

/** The environment of one request or job. */
export interface Context {
  readonly env: Env;
  /** Unix milliseconds. A function, so that tests can move the clock. */
  readonly now: () => number;
  /** Lets work continue after the response, or after the client has disconnected. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** The origin of every link, without a trailing slash. */
  readonly origin: string;
  /** All origins of the service that this invocation knows. */
  readonly ownOrigins: readonly string[];
  /** Purges all cached responses with one of these tags from the edge; throws if the platform refuses. */
  readonly purge: (tags: string[]) => Promise<void>;
}

/** The context of one invocation. `requestUrl` gives the origin if none is configured. */
export function contextOf(
  env: Env,
  execution: Pick<ExecutionContext, "waitUntil">,
  requestUrl?: string,
): Context {
  // Remember the start time before the first lease.
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

/** A local server has no edge and no `cache`. */
async function purgeEdge(execution: object, tags: string[]): Promise<void> {
  const { cache } = execution as { cache?: EdgeCache };
  const result = await cache?.purge({ tags });
  if (result && !result.success) throw new Error("The platform refused to purge");
}

interface EdgeCache {
  purge(what: { tags: string[] }): Promise<{ success: boolean }>;
}
