// npm start: the whole service on this machine, a server that may be left running.
import { prepareBrowser } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { bundle } from "./local/bundle.mjs";
import { startCron } from "./local/cron.mjs";
import { prepareData } from "./local/data.mjs";
import { useDevelopmentDefaults } from "./local/development.mjs";
import { atEnd, serve } from "./local/lifetime.mjs";
import { lockData } from "./local/lock.mjs";
import { expectFree } from "./local/ports.mjs";
import { tellReady } from "./local/report.mjs";
import { tieRuntime } from "./local/runtime.mjs";
import { startServer } from "./local/server.mjs";
import { readSettings } from "./local/settings.mjs";

await serve(async () => {
  const { port, demoPort, dataDir } = readSettings();
  await expectFree(port, "PORT");
  await lockData(dataDir);
  atEnd(await startDemo(demoPort));
  useDevelopmentDefaults();
  await tieRuntime();
  const [browser, code, worker] = await Promise.all([
    prepareBrowser(),
    bundle(port),
    prepareData(dataDir),
  ]);
  let callCron = async () => {};
  const afterRestart = () => callCron();
  const server = await startServer({ worker, code, port, dataDir, afterRestart });
  tellReady({ port, demoPort, browser, adminToken: worker.bindings.ADMIN_TOKEN });
  // The first call recovers what another process left. It also spares the later ones a synchronous question, which
  // would block this process for as long as the runtime gives no answer.
  callCron = startCron(async () => (await server.getWorker()).scheduled());
});
