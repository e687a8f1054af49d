// npm run dev: `wrangler dev`, which reloads when the code changes, with the browser and the data of npm start.
import { prepareBrowser } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { startCron } from "./local/cron.mjs";
import { prepareData } from "./local/data.mjs";
import { useDevelopmentDefaults } from "./local/development.mjs";
import { atEnd, end, serve } from "./local/lifetime.mjs";
import { expectFree } from "./local/ports.mjs";
import { tellReady } from "./local/report.mjs";
import { tieRuntime } from "./local/runtime.mjs";
import { readSettings } from "./local/settings.mjs";
import { LOCAL_SERVER, overrides } from "./local/worker.mjs";
import { startWrangler } from "./local/wrangler.mjs";

await serve(async () => {
  const { port, demoPort, dataDir } = readSettings();
  await expectFree(port, "PORT");
  atEnd(await startDemo(demoPort));
  useDevelopmentDefaults();
  await tieRuntime();
  const [browser, worker] = await Promise.all([prepareBrowser(), prepareData(dataDir)]);
  startWranglerDev(worker, port, dataDir);
  await answering(port);
  tellReady({ port, demoPort, browser, adminToken: worker.bindings.ADMIN_TOKEN });
  startCron(() => fetch(`http://127.0.0.1:${port}/cdn-cgi/local/scheduled`));
});

function startWranglerDev({ bindings }, port, dataDir) {
  const given = { ...overrides(bindings), ...LOCAL_SERVER };
  const variables = Object.entries(given).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
  const place = ["--ip", "127.0.0.1", "--port", String(port), "--persist-to", dataDir];
  const options = ["--show-interactive-dev-session=false", ...place, ...variables];
  const { closed } = startWrangler(["dev", ...options], { stdio: "inherit" });
  closed.then(end, () => end(1));
}

async function answering(port) {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
