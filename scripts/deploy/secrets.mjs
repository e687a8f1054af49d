import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { askHidden, canAsk } from "./ask.mjs";
import { checkSecret } from "./check.mjs";
import { ask, failed } from "./wrangler.mjs";

/**
 * The Worker's required secrets that are not set yet: from the environment, else from the user, who may have them made.
 * Those that are set stay.
 */
export async function askForMissingSecrets(config) {
  const present = await secretNames();
  const missing = (config.secrets?.required ?? []).filter((name) => !present.includes(name));
  expectGiven(missing);
  const secrets = [];
  for (const name of missing) secrets.push(await obtain(name));
  return secrets;
}

async function secretNames() {
  const answer = await ask(["secret", "list", "--format", "json"]);
  if (answer.code === 0) return JSON.parse(answer.stdout).map(({ name }) => name);
  // Only this answer means that there are none: to take another for it would replace the encryption key.
  if (/Worker ".+" not found/.test(answer.stdout + answer.stderr)) return [];
  throw failed("Listing the Worker's secrets", answer);
}

/** Without a terminal none is made: whoever reads the output of CI is not who may know the admin token. */
function expectGiven(missing) {
  const unknown = missing.filter((name) => !process.env[name]);
  if (unknown.length === 0 || canAsk()) return;
  throw new Failure(
    `The Worker has no ${unknown.join(" and no ")} yet, and nobody can be asked here: set what is missing in the environment of this command, or with \`npx wrangler secret put\`.`,
  );
}

async function obtain(name) {
  const given = process.env[name] || (await askHidden(`${name} (Enter to have one made): `));
  if (given) return { name, value: checkSecret(name, given), made: false };
  console.log(`▸ Making ${name}`);
  return { name, value: make(name), made: true };
}

function make(name) {
  return randomBytes(32).toString(name === "ENCRYPTION_KEY" ? "base64" : "base64url");
}

/** Hands the secrets to a deployment in a file, which is gone when this process ends, in whatever way a process can notice. */
export async function withSecretsFile(secrets, deploy) {
  if (secrets.length === 0) return deploy([]);
  const folder = await mkdtemp(join(tmpdir(), "deploy-"));
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
    // Also after a failure: the secrets may have been set before it.
    tellAdminToken(secrets);
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));
  const file = join(folder, "secrets.json");
  const entries = secrets.map(({ name, value }) => [name, value]);
  await writeFile(file, JSON.stringify(Object.fromEntries(entries)), { mode: 0o600 });
  await deploy(["--secrets-file", file]);
}

/** Nobody else knows one that was made here. */
function tellAdminToken(secrets) {
  const token = secrets.find(({ name, made }) => made && name === "ADMIN_TOKEN");
  if (token) console.log(`\n  ADMIN_TOKEN (shown only now): ${token.value}\n`);
}
