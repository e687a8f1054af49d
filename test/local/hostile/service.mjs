import { DEV_KEYS } from "../../../scripts/dev-account.mjs";
import { descendantsOf, survivorsOf } from "../../support/processes.mjs";
import { startService, stopService } from "../service.mjs";
import { writeBrowserScript } from "./browser.mjs";

/** Longer than any request takes. */
const ANSWER_TIMEOUT_MS = 120_000;
const BROWSER = /chrom|headless/i;

/**
 * Starts the service like `npm start`, but refuses private addresses. Remote addresses are not checked, because all host
 * names resolve to this machine.
 */
export async function startClosedService() {
  const variables = { ALLOW_PRIVATE_NETWORK: "false", CHECK_REMOTE_ADDRESS: "false" };
  const started = await startService({ ...variables, CHROME_PATH: await writeBrowserScript() });
  const { npm, exit, origin } = started;
  let browsers = [];
  return {
    npm,
    exit,
    stop: () => stopService(started),
    snap: (url, options) => snap(origin, url, options),
    /** The milliseconds that a request without a browser takes. Infinite if it is not answered. */
    answerMs: async () => {
      const startedAt = performance.now();
      const answer = await fetchBody(`${origin}/placeholder.png`).catch(() => null);
      return answer?.ok ? performance.now() - startedAt : Number.POSITIVE_INFINITY;
    },
    /** The running browser processes, including those of earlier calls that have lost their parent. */
    browserProcesses: () => {
      const started = descendantsOf(npm.pid).filter(({ command }) => BROWSER.test(command));
      const ids = new Set(started.map(({ pid }) => pid));
      const orphans = browsers.filter(({ pid }) => !ids.has(pid));
      browsers = survivorsOf([...started, ...orphans]);
      return browsers;
    },
  };
}

async function fetchBody(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  return { ok: response.ok, body: Buffer.from(await response.arrayBuffer()) };
}

/** Takes a snap. Returns its outcome (`picture` or the reason of the failure) and its time. */
async function snap(origin, url, options) {
  const query = new URLSearchParams({ url, access_token: DEV_KEYS.privateKey, ttl: 0, ...options });
  const startedAt = performance.now();
  const answer = await fetchBody(`${origin}/snap?${query}`).catch((error) => ({ error }));
  const ms = performance.now() - startedAt;
  if (answer.error) return { outcome: "no answer", note: String(answer.error), ms };
  if (answer.ok) return { outcome: "picture", image: answer.body, ms };
  const { reason, error_code, note } = JSON.parse(answer.body);
  return { outcome: reason ?? error_code, note, ms };
}
