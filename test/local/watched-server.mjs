// Starts the service as `npm start` does, with a watchdog that waits for less long.
import { prepareBrowser } from "../../scripts/browser.mjs";
import { bundle } from "../../scripts/local/bundle.mjs";
import { prepareData } from "../../scripts/local/data.mjs";
import { useDevelopmentDefaults } from "../../scripts/local/development.mjs";
import { serve } from "../../scripts/local/lifetime.mjs";
import { tieRuntime } from "../../scripts/local/runtime.mjs";
import { startServer } from "../../scripts/local/server.mjs";

const [port, dataDir] = process.argv.slice(2);
const watchdog = { everyMs: 100, patienceMs: 5_000 };

await serve(async () => {
  useDevelopmentDefaults();
  await tieRuntime();
  const [code, worker] = await Promise.all([bundle(port), prepareData(dataDir), prepareBrowser()]);
  await startServer({ worker, code, port: Number(port), dataDir, watchdog });
  console.log("ready");
});
