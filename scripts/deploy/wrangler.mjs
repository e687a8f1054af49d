import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { ROOT } from "../root.mjs";
import { collectOutput, commandFailure, spawnWrangler } from "../wrangler.mjs";

const ENVIRONMENT = { WRANGLER_HIDE_BANNER: "true" };

/** Reads wrangler.toml with wrangler's own parser, for the environment in CLOUDFLARE_ENV. */
export async function readConfig() {
  const { unstable_readConfig } = await import("wrangler");
  return unstable_readConfig({
    config: join(ROOT, "wrangler.toml"),
    env: process.env.CLOUDFLARE_ENV,
  });
}

export async function expectLogin() {
  const { code } = await tryWrangler(["whoami", "--json"]);
  if (code !== 0) {
    throw new Failure(
      "wrangler is not logged in to Cloudflare: run `npx wrangler login`, set CLOUDFLARE_API_TOKEN, or check the connection.",
    );
  }
}

/** Runs wrangler in the user's terminal, where it may ask questions. Throws if it fails. */
export async function runVisibly(task, args) {
  console.log(`\n▸ ${task}`);
  const { closed } = spawnWrangler(args, { stdio: "inherit", env: ENVIRONMENT });
  if ((await closed) !== 0) throw new Failure(`${task} failed: see wrangler's output above.`);
}

/** Runs wrangler and returns its output. Throws if it fails. */
export async function readWrangler(task, args) {
  const result = await tryWrangler(args);
  if (result.code !== 0) throw commandFailure(task, result);
  return result.stdout;
}

/** Runs wrangler and returns its exit code and output. */
export async function tryWrangler(args) {
  const { child, closed } = spawnWrangler(args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: ENVIRONMENT,
  });
  const output = collectOutput(child);
  return { code: await closed, ...output };
}
