import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { ROOT } from "../root.mjs";
import { outputOf, spawnWrangler } from "../wrangler.mjs";

const ENVIRONMENT = { WRANGLER_HIDE_BANNER: "true" };

/** wrangler.toml as wrangler understands it, for the environment that CLOUDFLARE_ENV names. */
export async function readConfig() {
  const { unstable_readConfig } = await import("wrangler");
  return unstable_readConfig({
    config: join(ROOT, "wrangler.toml"),
    env: process.env.CLOUDFLARE_ENV,
  });
}

export async function expectLogin() {
  const { code } = await ask(["whoami", "--json"]);
  if (code !== 0) {
    throw new Failure(
      "Cloudflare does not answer as to a known user: run `npx wrangler login`, set CLOUDFLARE_API_TOKEN, or check the connection.",
    );
  }
}

/** Runs wrangler before the user's eyes; it may ask questions. A failure ends the deployment. */
export async function show(task, args) {
  console.log(`\n▸ ${task}`);
  const { closed } = spawnWrangler(args, { stdio: "inherit", env: ENVIRONMENT });
  if ((await closed) !== 0) throw new Failure(`${task} failed: wrangler says why above.`);
}

/** Runs wrangler for its answer; a failure ends the deployment. */
export async function need(task, args) {
  const answer = await ask(args);
  if (answer.code !== 0) throw failed(task, answer);
  return answer.stdout;
}

/** Runs wrangler for its answer, which may be a failure. */
export async function ask(args) {
  const { child, closed } = spawnWrangler(args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: ENVIRONMENT,
  });
  const output = outputOf(child);
  return { code: await closed, ...output };
}

/** The failure of a task, in wrangler's words. */
export function failed(task, { stdout, stderr }) {
  return new Failure(`${task} failed; wrangler says:\n\n${stdout}${stderr}`);
}
