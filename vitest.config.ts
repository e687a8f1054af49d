import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { prepareBrowser } from "./scripts/browser.mjs";
import { readWorker } from "./scripts/local/worker.mjs";
import { TRUST_CERTIFICATE } from "./test/support/certificate.mjs";

// Every name is this machine: pages may speak of any host, and no test reaches another one.
const NAMES = "MAP unresolved.example.com ~NOTFOUND, MAP * 127.0.0.1, EXCLUDE localhost";
// Frames of other sites live in processes of their own, as in a full browser; a headless one leaves that out.
await prepareBrowser({
  flags: [`--host-resolver-rules=${NAMES}`, "--site-per-process", TRUST_CERTIFICATE],
});

const SECRETS = {
  ADMIN_TOKEN: "test-admin-token",
  ENCRYPTION_KEY: "dGVzdC1vbmx5LWVuY3J5cHRpb24ta2V5LTMyLWJ5dGU=",
};
// Where requests come from is made up: else the network would be asked.
process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
// Wrangler looks for them here, and in a developer's .dev.vars, which the bindings below override.
Object.assign(process.env, SECRETS);

const BROWSER_MAX_SESSIONS = "1";
const MIGRATIONS = await readD1Migrations("./migrations");
const { queueConsumers } = await readWorker({ ...process.env, BROWSER_MAX_SESSIONS });

/** The plugin without its notice that the package has a new name: see docs/dependencies.md. No option turns it off. */
const workersPlugin: typeof cloudflareTest = (options) => {
  const { warn } = console;
  console.warn = (...texts) => {
    if (!String(texts[0]).includes("has been renamed to @cloudflare/vitest-plugin")) warn(...texts);
  };
  try {
    return cloudflareTest(options);
  } finally {
    console.warn = warn;
  }
};

type Files = Record<"include" | "exclude", string[]>;

/** In workerd, with all that the Worker is bound to. Loading it takes 5 s, once for each file that is isolated. */
const inWorkerd = (name: string, files: Files, isolate: boolean) => ({
  plugins: [
    workersPlugin({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: {
        bindings: {
          ...SECRETS,
          ALLOW_PRIVATE_NETWORK: "true",
          BROWSER_MAX_SESSIONS,
          REMOTE_ADDRESS_PROBE_URL: "",
          MIGRATIONS,
        },
        queueConsumers,
      },
    }),
  ],
  test: {
    ...{ name, ...files, isolate },
    globalSetup: ["./test/support/site.mjs"],
    // As many as the one browser session has places.
    maxConcurrency: 4,
    setupFiles: ["./test/support/network.ts", "./test/support/database.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});

/** Files that look at nothing but accounts of their own, and leave nothing that goes on. */
const SHARING = ["test/http/!(rate-limit).test.ts", "test/{lib,openapi,options,schemas}/*.test.ts"];
const sharing = inWorkerd("sharing", { include: SHARING, exclude: [] }, false);
const worker = inWorkerd("worker", { include: ["test/**/*.test.ts"], exclude: SHARING }, true);

/** In Node: what a newcomer starts on a machine of his own. */
const local = {
  test: {
    name: "local",
    include: ["test/local/*.test.mjs"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
};

export default defineConfig({
  test: {
    projects: [sharing, worker, local],
    // A capture mostly waits: three files at a time use two cores well.
    maxWorkers: 3,
  },
});
