// npm run deploy: deploys the Worker and creates its resources. Safe to run again: existing resources are not changed.
import { createDatabases, createQueues, migrateDatabases } from "./deploy/resources.mjs";
import { collectMissingSecrets, withSecretsFile } from "./deploy/secrets.mjs";
import { expectLogin, readConfig, runVisibly } from "./deploy/wrangler.mjs";
import { runScript } from "./failure.mjs";

await runScript(async () => {
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
});
