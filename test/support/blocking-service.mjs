import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareBrowser } from "../../scripts/browser.mjs";
import { createDevAccount, DEV_KEYS } from "../../scripts/dev-account.mjs";
import { bundleWorker } from "../../scripts/local/bundle.mjs";
import { onShutdown } from "../../scripts/local/lifetime.mjs";
import { migrate } from "../../scripts/local/migrations.mjs";
import { endRuntimeWithParent } from "../../scripts/local/runtime.mjs";
import { startServer } from "../../scripts/local/server.mjs";
import { readWorker } from "../../scripts/local/worker.mjs";
import { freePorts } from "./ports.mjs";
import serveTestSite from "./site.mjs";

// All host names resolve to this machine. Each site has its own process, like in a full Chrome.
const FLAGS = ["--host-resolver-rules=MAP * 127.0.0.1, EXCLUDE localhost", "--site-per-process"];

const SECRETS = {
  ADMIN_TOKEN: "unused",
  ENCRYPTION_KEY: "dGVzdC1vbmx5LWVuY3J5cHRpb24ta2V5LTMyLWJ5dGU=",
};
const BINDINGS = { ...SECRETS, ALLOW_PRIVATE_NETWORK: "true", BROWSER_MAX_SESSIONS: "1" };

/** Starts the service and the test site for a table or a benchmark. Both end with the process. */
export async function startBlockingService() {
  // Hides the log lines of the Worker. The callers write to stdout directly.
  console.log = () => undefined;
  Object.assign(process.env, SECRETS);
  const site = await startSite();
  const dataDir = await mkdtemp(join(tmpdir(), "blocking-"));
  onShutdown(() => rm(dataDir, { recursive: true, force: true }));
  const [port] = await freePorts(1);
  await Promise.all([endRuntimeWithParent(), prepareBrowser({ flags: FLAGS })]);
  const [code, worker] = await Promise.all([bundleWorker(), readWorker()]);
  const bindings = { ...worker.bindings, ...BINDINGS };
  const server = await startServer({ worker: { ...worker, bindings }, code, port, dataDir });
  const database = await server.getD1Database("DB");
  await migrate(database);
  await createDevAccount(database, BINDINGS.ENCRYPTION_KEY);
  return {
    site,
    snap: (page, options) => snap(`http://127.0.0.1:${port}`, `${site}${page}`, options),
  };
}

async function startSite() {
  const provided = {};
  const close = await serveTestSite({
    provide: (name, value) => {
      provided[name] = value;
    },
  });
  onShutdown(async () => close());
  return provided.site;
}

async function snap(origin, url, options) {
  const query = new URLSearchParams({ url, access_token: DEV_KEYS.privateKey, ttl: 0, ...options });
  const response = await fetch(`${origin}/snap?${query}`);
  const body = await response.arrayBuffer();
  if (!response.ok) throw new Error(`${response.status}: ${Buffer.from(body)}`);
  return { timing: response.headers.get("Server-Timing") };
}
