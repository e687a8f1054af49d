// npm start: runs the whole service on this machine.
import "./compile-cache.mjs";
import { prepareBrowser } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { bundleWorker } from "./local/bundle.mjs";
import { startCron } from "./local/cron.mjs";
import { prepareData } from "./local/data.mjs";
import { applyDevelopmentDefaults } from "./local/development.mjs";
import { onShutdown, runServer } from "./local/lifetime.mjs";
import { lockData } from "./local/lock.mjs";
import { expectPortFree } from "./local/ports.mjs";
import { printReady } from "./local/report.mjs";
import { endRuntimeWithParent } from "./local/runtime.mjs";
import { startServer } from "./local/server.mjs";
import { readSettings } from "./local/settings.mjs";

await runServer(async () => {
  const { port, demoPort, dataDir } = readSettings();
  await expectPortFree(port, "PORT");
  await lockData(dataDir);
  onShutdown(await startDemo(demoPort));
  applyDevelopmentDefaults();
  await endRuntimeWithParent();
  const [browser, code, worker] = await Promise.all([
    prepareBrowser(),
    bundleWorker(),
    prepareData(dataDir),
  ]);
  let callCron = async () => {};
  const afterRestart = () => callCron();
  const server = await startServer({ worker, code, port, dataDir, afterRestart });
  printReady({ port, demoPort, browser, adminToken: worker.bindings.ADMIN_TOKEN });
  // The first call recovers jobs of an earlier process. It also makes miniflare's only synchronous request to the
  // runtime now: later this request would block this process if the runtime hangs.
  callCron = startCron(async () => (await server.getWorker()).scheduled());
});
