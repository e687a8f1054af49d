import { createDatabases, createQueues, migrateDatabases } from "./resources.mjs";
import { collectMissingSecrets, withSecretsFile } from "./secrets.mjs";
import { expectLogin, readConfig, runVisibly } from "./wrangler.mjs";

/** Deploys the Worker. Throws a Failure before anything is changed if the login or a secret is missing or wrong. */
export async function deploy() {
  const config = await readConfig();
  await expectLogin();
  const secrets = await collectMissingSecrets(config);
  await createDatabases(config);
  await createQueues(config);
  // The new code needs the new tables. For a moment the old code runs with them.
  await migrateDatabases(config);
  await withSecretsFile(secrets, (options) =>
    runVisibly("Deploying the Worker", ["deploy", ...options]),
  );
}
