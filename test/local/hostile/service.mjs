import { DEV_KEYS } from "../../../scripts/dev-account.mjs";
import { descendantsOf, survivorsOf } from "../../support/processes.mjs";
import { startService } from "../service.mjs";
import { writeBrowserScript } from "./browser.mjs";

/** Longer than any capture and everything around it. */
const ANSWER_TIMEOUT_MS = 120_000;
const BROWSER = /chrom|headless/i;

/**
 * The service as `npm start` runs it. Private addresses are closed; which address a name leads to is not looked at,
 * since here all lead to this machine.
 */
export async function startClosedService() {
  const closed = { ALLOW_PRIVATE_NETWORK: "false", CHECK_REMOTE_ADDRESS: "false" };
  const started = await startService({ ...closed, CHROME_PATH: await writeBrowserScript() });
  const { npm, exit, forget, origin } = started;
  let browsers = [];
  return {
    stop: async () => {
      npm.kill("SIGTERM");
      await exit;
      await forget();
    },
    snap: (url, options) => snap(origin, url, options),
    /** Milliseconds until a request that needs no browser is answered; infinite where it is not. */
    answerMs: async () => {
      const startedAt = performance.now();
      const answer = await ask(`${origin}/placeholder.png`).catch(() => null);
      return answer?.ok ? performance.now() - startedAt : Number.POSITIVE_INFINITY;
    },
    /** The browsers' processes that run now, also those that it saw before and that lost their parent. */
    browserProcesses: () => {
      const started = descendantsOf(npm.pid).filter(({ command }) => BROWSER.test(command));
      const ids = new Set(started.map(({ pid }) => pid));
      const orphans = browsers.filter(({ pid }) => !ids.has(pid));
      browsers = survivorsOf([...started, ...orphans]);
      return browsers;
    },
  };
}

async function ask(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  return { ok: response.ok, body: Buffer.from(await response.arrayBuffer()) };
}

/** A snap's outcome, `picture` or the reason of its failure, and how long it took. */
async function snap(origin, url, options) {
  const query = new URLSearchParams({ url, access_token: DEV_KEYS.privateKey, ttl: 0, ...options });
  const startedAt = performance.now();
  const answer = await ask(`${origin}/snap?${query}`).catch((error) => ({ error }));
  const ms = performance.now() - startedAt;
  if (answer.error) return { outcome: "no answer", note: String(answer.error), ms };
  if (answer.ok) return { outcome: "picture", image: answer.body, ms };
  const { reason, error_code, note } = JSON.parse(answer.body);
  return { outcome: reason ?? error_code, note, ms };
}
