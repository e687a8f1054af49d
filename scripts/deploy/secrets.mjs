import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { problemOfSecret } from "../../src/lib/deployment-secrets.ts";
import { Failure } from "../failure.mjs";
import { commandFailure } from "../wrangler.mjs";
import { askHidden, canAsk } from "./ask.mjs";
import { tryWrangler } from "./wrangler.mjs";

/**
 * Collects the required secrets that the Worker does not have yet: from the environment, from the user, or generated.
 * Secrets that the Worker has are never replaced.
 */
export async function collectMissingSecrets(config) {
  const present = await listSecretNames();
  const missing = (config.secrets?.required ?? []).filter((name) => !present.includes(name));
  expectObtainable(missing);
  const secrets = [];
  for (const name of missing) secrets.push(await obtainSecret(name));
  return secrets;
}

async function listSecretNames() {
  const result = await tryWrangler(["secret", "list", "--format", "json"]);
  if (result.code === 0) return JSON.parse(result.stdout).map(({ name }) => name);
  // Any other error does not mean that there are no secrets: treating it so would replace the encryption key.
  if (/Worker ".+" not found/.test(result.stdout + result.stderr)) return [];
  throw commandFailure("Listing the Worker's secrets", result);
}

/** Without a terminal no secret is generated: the admin token would be printed to the logs of CI. */
function expectObtainable(missing) {
  const unknown = missing.filter((name) => !process.env[name]);
  if (unknown.length === 0 || canAsk()) return;
  throw new Failure(
    `The Worker has no ${unknown.join(" and no ")} yet, and without a terminal this script cannot ask: set what is missing in the environment of this command, or with \`npx wrangler secret put\`.`,
  );
}

async function obtainSecret(name) {
  const value = process.env[name] || (await askHidden(`${name} (press Enter to generate one): `));
  if (value) {
    expectValidSecret(name, value);
    return { name, value, generated: false };
  }
  console.log(`▸ Generating ${name}`);
  return { name, value: generateSecret(name), generated: true };
}

function expectValidSecret(name, value) {
  const problem = problemOfSecret(name, value);
  if (problem) throw new Failure(problem);
}

function generateSecret(name) {
  return randomBytes(32).toString(name === "ENCRYPTION_KEY" ? "base64" : "base64url");
}

/** Writes the secrets to a temporary file for `deploy`. It is removed when this process exits, also on a signal. */
export async function withSecretsFile(secrets, deploy) {
  if (secrets.length === 0) return deploy([]);
  const folder = await mkdtemp(join(tmpdir(), "deploy-"));
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
    // Also after a failure, because the secrets may have been set before it.
    printGeneratedAdminToken(secrets);
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));
  const file = join(folder, "secrets.json");
  const entries = secrets.map(({ name, value }) => [name, value]);
  await writeFile(file, JSON.stringify(Object.fromEntries(entries)), { mode: 0o600 });
  await deploy(["--secrets-file", file]);
}

/** A generated token is stored nowhere else in plain text. */
function printGeneratedAdminToken(secrets) {
  const token = secrets.find(({ name, generated }) => generated && name === "ADMIN_TOKEN");
  if (token) console.log(`\n  ADMIN_TOKEN (shown only now): ${token.value}\n`);
}
