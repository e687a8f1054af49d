import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { prepareBrowser } from "./scripts/browser.mjs";
import { readWorker } from "./scripts/local/worker.mjs";

// Every name is this machine: pages may speak of any host, and no test reaches another one.
const NAMES = "MAP unresolved.example.com ~NOTFOUND, MAP * 127.0.0.1, EXCLUDE localhost";
// Frames of other sites live in processes of their own, as in a full browser; a headless one leaves that out.
await prepareBrowser({
  flags: [
    `--host-resolver-rules=${NAMES}`,
    "--site-per-process",
    `--ignore-certificate-errors-spki-list=${fingerprintOfTestSite()}`,
  ],
});

function fingerprintOfTestSite(): string {
  const { publicKey } = new X509Certificate(readFileSync("test/support/secure/certificate.pem"));
  const spki = publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(spki).digest("base64");
}

const SECRETS = {
  ADMIN_TOKEN: "test-admin-token",
  ENCRYPTION_KEY: "dGVzdC1vbmx5LWVuY3J5cHRpb24ta2V5LTMyLWJ5dGU=",
};
// Where requests come from is made up: else the network would be asked.
process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
// Wrangler looks for them here, and in a developer's .dev.vars, which the bindings below override.
Object.assign(process.env, SECRETS);

const BROWSER_MAX_SESSIONS = "1";
const { queueConsumers } = await readWorker({ ...process.env, BROWSER_MAX_SESSIONS });

/** In workerd, with all that the Worker is bound to. */
const worker = {
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: {
        bindings: {
          ...SECRETS,
          ALLOW_PRIVATE_NETWORK: "true",
          BROWSER_MAX_SESSIONS,
          REMOTE_ADDRESS_PROBE_URL: "",
          MIGRATIONS: await readD1Migrations("./migrations"),
        },
        queueConsumers,
      },
    }),
  ],
  test: {
    name: "worker",
    include: ["test/**/*.test.ts"],
    globalSetup: ["./test/support/site.mjs"],
    // As many as the one browser session has places.
    maxConcurrency: 4,
    setupFiles: ["./test/support/network.ts", "./test/support/database.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

/** In Node: what a newcomer starts on a machine of his own. */
const local = {
  test: {
    name: "local",
    include: ["test/local/*.test.mjs"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
};

export default defineConfig({
  test: {
    projects: [worker, local],
    // A capture mostly waits: two files at a time use two cores well.
    maxWorkers: 2,
  },
});
