// npm start: the whole service on this machine, a server that may be left running.
import { prepareBrowser } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { createDevAccount } from "./dev-account.mjs";
import { bundle } from "./local/bundle.mjs";
import { startCron } from "./local/cron.mjs";
import { atEnd, serve } from "./local/lifetime.mjs";
import { lockData } from "./local/lock.mjs";
import { expectFree } from "./local/ports.mjs";
import { tellReady } from "./local/report.mjs";
import { tieRuntime } from "./local/runtime.mjs";
import { startServer } from "./local/server.mjs";
import { readSettings } from "./local/settings.mjs";
import { ensureDevVars, migrate } from "./local/state.mjs";
import { readWorker } from "./local/worker.mjs";

await serve(async () => {
  const { port, demoPort, dataDir } = readSettings();
  await expectFree(port, "PORT");
  await lockData(dataDir);
  atEnd(await startDemo(demoPort));
  await Promise.all([ensureDevVars(), tieRuntime()]);
  const [browser, code, worker] = await Promise.all([
    prepareBrowser(),
    bundle(port),
    readWorker(),
    migrate(dataDir),
  ]);
  const server = await startServer({ worker, code, port, dataDir });
  await createDevAccount(await server.getD1Database("DB"), worker.bindings.ENCRYPTION_KEY);
  tellReady({ port, demoPort, browser, adminToken: worker.bindings.ADMIN_TOKEN });
  startCron(async () => (await server.getWorker()).scheduled());
});
