import { pageTooBusy } from "../sessions/losses";
import type { CaptureState } from "../state";

/** Counts a host that the page or one of its frames shows. Each host may take a browser process. */
export function countHost(
  { hosts, fail }: Pick<CaptureState, "hosts" | "fail">,
  hostname: string,
): void {
  hosts.add(hostname);
  if (hosts.size > MAX_HOSTS) fail(pageTooBusy(`its frames show more than ${MAX_HOSTS} hosts`));
}

/** A page with many advertisements has about twenty. */
const MAX_HOSTS = 32;
