// npm run deploy: puts the Worker and everything it needs on Cloudflare. Safe to run again: what exists is left as it is.
import { createDatabases, createQueues, migrateDatabases } from "./deploy/resources.mjs";
import { askForMissingSecrets, withSecretsFile } from "./deploy/secrets.mjs";
import { expectLogin, readConfig, show } from "./deploy/wrangler.mjs";
import { runScript } from "./failure.mjs";

await runScript(async () => {
  const config = await readConfig();
  await expectLogin();
  const secrets = await askForMissingSecrets(config);
  await createDatabases(config);
  await createQueues(config);
  // Before the code that needs the new tables; the old code must do with them for a moment.
  await migrateDatabases(config);
  await withSecretsFile(secrets, (options) => show("Deploying the Worker", ["deploy", ...options]));
});
