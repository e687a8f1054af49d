import { Failure } from "../failure.mjs";
import { outputOf, spawnWrangler } from "../wrangler.mjs";
import { atEnd } from "./lifetime.mjs";

// Locally nothing is reported, looked up or downloaded.
const OFFLINE = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

/** Starts wrangler for something local; it ends with this process. */
export function startWrangler(args, options) {
  const { child, closed } = spawnWrangler(args, { env: OFFLINE, ...options });
  atEnd(async () => {
    child.kill();
    await closed;
  });
  return { child, closed };
}

/** Runs wrangler for something local; what it says is told only when it fails. */
export async function localWrangler(task, args) {
  const { child, closed } = startWrangler(args, { stdio: ["ignore", "pipe", "pipe"] });
  const output = outputOf(child);
  if ((await closed) === 0) return;
  throw new Failure(`${task} failed; wrangler says:\n\n${output.stdout}${output.stderr}`);
}
