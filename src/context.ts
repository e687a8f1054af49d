import type { Env } from "./env";
import { aloneSince } from "./lib/started";

/** What a request or a job works with. */
export interface Context {
  readonly env: Env;
  /** Unix milliseconds; a function, so that tests can move the clock. */
  readonly now: () => number;
  /** Keeps work alive after the answer, or after the caller hung up. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** The origin every link is built on, without a trailing slash. */
  readonly origin: string;
  /** Every origin under which the service is reached, as far as this invocation knows. */
  readonly ownOrigins: readonly string[];
  /** Makes the edge forget every answer that carries one of these tags; throws where it does not. */
  readonly purge: (tags: string[]) => Promise<void>;
}

/** The context of one invocation; `requestUrl` gives the origin where none is configured. */
export function contextOf(
  env: Env,
  execution: Pick<ExecutionContext, "waitUntil">,
  requestUrl?: string,
): Context {
  // Before anything is leased.
  aloneSince(env);
  const reached = requestUrl ? new URL(requestUrl).origin : "";
  const origin = env.PUBLIC_BASE_URL || reached;
  return {
    env,
    now: Date.now,
    waitUntil: (work) => execution.waitUntil(work),
    origin: origin.replace(/\/+$/, ""),
    ownOrigins: [reached, env.PUBLIC_BASE_URL, env.CDN_BASE_URL].filter((text) =>
      URL.canParse(text),
    ),
    purge: (tags) => purgeEdge(execution, tags),
  };
}

/** `cache` is missing on a machine of one's own, where there is no edge. */
async function purgeEdge(execution: object, tags: string[]): Promise<void> {
  const { cache } = execution as { cache?: { purge(what: { tags: string[] }): Promise<Purged> } };
  const purged = await cache?.purge({ tags });
  if (purged && !purged.success) throw new Error("The platform refused to purge");
}

interface Purged {
  success: boolean;
}
