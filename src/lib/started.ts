let startedAt = 0;

/**
 * Unix milliseconds at which this process had its first event, as far as it is the only one that works: what was leased
 * before then, nobody holds any more. 0 on Cloudflare, where other instances may be at work.
 */
export function aloneSince({ LOCAL_SERVER }: { LOCAL_SERVER?: string }): number {
  // At the top level of a module the clock stands at 0
  // (https://developers.cloudflare.com/workers/runtime-apis/web-standards/#javascript-standards).
  startedAt ||= Date.now();
  return LOCAL_SERVER === "true" ? startedAt : 0;
}
