// Starts the service like `npm start`, but with a shorter watchdog timeout.
import { prepareBrowser } from "../../scripts/browser.mjs";
import { bundleWorker } from "../../scripts/local/bundle.mjs";
import { prepareData } from "../../scripts/local/data.mjs";
import { applyDevelopmentDefaults } from "../../scripts/local/development.mjs";
import { runServer } from "../../scripts/local/lifetime.mjs";
import { endRuntimeWithParent } from "../../scripts/local/runtime.mjs";
import { startServer } from "../../scripts/local/server.mjs";

const [port, dataDir] = process.argv.slice(2);
const watchdog = { intervalMs: 100, timeoutMs: 5_000 };

await runServer(async () => {
  applyDevelopmentDefaults();
  await endRuntimeWithParent();
  const [code, worker] = await Promise.all([
    bundleWorker(),
    prepareData(dataDir),
    prepareBrowser(),
  ]);
  await startServer({ worker, code, port: Number(port), dataDir, watchdog });
  console.log("ready");
});
