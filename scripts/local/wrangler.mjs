import { collectOutput, commandFailure, spawnWrangler } from "../wrangler.mjs";
import { onShutdown } from "./lifetime.mjs";

// Keeps wrangler from network requests: metrics, error reports, the update check and the download of request.cf.
const OFFLINE = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

/** Starts a local wrangler command. It ends with this process. */
export function startWrangler(args, options) {
  const { child, closed } = spawnWrangler(args, { env: OFFLINE, ...options });
  onShutdown(async () => {
    child.kill();
    await closed;
  });
  return { child, closed };
}

/** Runs a local wrangler command. Throws with wrangler's output if it fails; otherwise the output is not shown. */
export async function runLocalWrangler(task, args) {
  const { child, closed } = startWrangler(args, { stdio: ["ignore", "pipe", "pipe"] });
  const output = collectOutput(child);
  if ((await closed) !== 0) throw commandFailure(task, output);
}
