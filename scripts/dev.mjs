// npm run dev: runs `wrangler dev`, which reloads when the code changes, with the browser and the data of npm start.
import "./compile-cache.mjs";
import { prepareBrowser } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { startCron } from "./local/cron.mjs";
import { prepareData } from "./local/data.mjs";
import { applyDevelopmentDefaults } from "./local/development.mjs";
import { onShutdown, runServer, shutDown } from "./local/lifetime.mjs";
import { expectPortFree } from "./local/ports.mjs";
import { printReady } from "./local/report.mjs";
import { endRuntimeWithParent } from "./local/runtime.mjs";
import { readSettings } from "./local/settings.mjs";
import { environmentOverrides, LOCAL_SERVER } from "./local/worker.mjs";
import { startWrangler } from "./local/wrangler.mjs";

await runServer(async () => {
  const { port, demoPort, dataDir } = readSettings();
  await expectPortFree(port, "PORT");
  onShutdown(await startDemo(demoPort));
  applyDevelopmentDefaults();
  await endRuntimeWithParent();
  const [browser, worker] = await Promise.all([prepareBrowser(), prepareData(dataDir)]);
  startWranglerDev(worker, port, dataDir);
  await waitForAnswer(port);
  printReady({ port, demoPort, browser, adminToken: worker.bindings.ADMIN_TOKEN });
  startCron(() => fetch(`http://127.0.0.1:${port}/cdn-cgi/local/scheduled`));
});

function startWranglerDev({ bindings }, port, dataDir) {
  const variables = { ...environmentOverrides(bindings), ...LOCAL_SERVER };
  const varOptions = Object.entries(variables).flatMap(([name, value]) => [
    "--var",
    `${name}:${value}`,
  ]);
  const address = ["--ip", "127.0.0.1", "--port", String(port)];
  const options = ["--show-interactive-dev-session=false", ...address, "--persist-to", dataDir];
  const { closed } = startWrangler(["dev", ...options, ...varOptions], { stdio: "inherit" });
  closed.then(shutDown, () => shutDown(1));
}

async function waitForAnswer(port) {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
