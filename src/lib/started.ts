let startedAt = 0;

/**
 * Unix milliseconds of the first event of a local server, which is the only process: leases from before that time are
 * void. 0 on Cloudflare, where other instances may hold them.
 */
export function aloneSince({ LOCAL_SERVER }: { LOCAL_SERVER?: string }): number {
  // At the top level of a module `Date.now()` is 0
  // (https://developers.cloudflare.com/workers/runtime-apis/web-standards/#javascript-standards).
  startedAt ||= Date.now();
  return LOCAL_SERVER === "true" ? startedAt : 0;
}
