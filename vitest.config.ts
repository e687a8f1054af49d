import { globSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { prepareBrowser } from "./scripts/browser.mjs";
import { readWorker } from "./scripts/local/worker.mjs";
import { TRUST_CERTIFICATE } from "./test/support/certificate.mjs";
import { LongestFirst } from "./test/support/order.mjs";
import "./test/support/quiet.mjs";

// Every name is this machine: pages may speak of any host, and no test reaches another one.
const NAMES = "MAP unresolved.example.com ~NOTFOUND, MAP * 127.0.0.1, EXCLUDE localhost";
await prepareBrowser({
  flags: [
    `--host-resolver-rules=${NAMES}`,
    // Frames of other sites have their own processes, as in a full browser. The headless shell does not do this.
    "--site-per-process",
    // With that flag Chromium also starts a renderer process in advance. Few captures would use it.
    "--disable-features=SpareRendererForSitePerProcess",
    TRUST_CERTIFICATE,
  ],
});

const SECRETS = {
  ADMIN_TOKEN: "test-admin-token",
  ENCRYPTION_KEY: "dGVzdC1vbmx5LWVuY3J5cHRpb24ta2V5LTMyLWJ5dGU=",
};
// Where requests come from is made up: else the network would be asked.
process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
// Wrangler looks for them here, and in a developer's .dev.vars, which the bindings below override.
Object.assign(process.env, SECRETS);
// Wrangler would print a notice for each file.
process.env["WRANGLER_LOG"] ??= "warn";

const BROWSER_MAX_SESSIONS = "1";
const MIGRATIONS = await readD1Migrations("./migrations");
const { queueConsumers } = await readWorker({ ...process.env, BROWSER_MAX_SESSIONS });

/** Whether the tests with thousands of requests, changes or rows run in full. */
const FULL = Boolean(process.env["CI"] || process.env["FULL"]);

/** Leaves out the source maps of packages: they are larger than the code, and each Worker would load them. */
const withoutMaps = {
  name: "packages-without-source-maps",
  enforce: "post" as const,
  transform: (code: string, id: string) =>
    id.includes("/node_modules/") ? { code, map: { mappings: "" } } : undefined,
};

/** The packages that `src` imports. */
const PACKAGES = globSync("src/**/*.ts")
  .flatMap((path) => [...readFileSync(path, "utf8").matchAll(/ from "([a-z@][^"]+)";/g)])
  .map(([, name = ""]) => name)
  .filter((name) => !/^(node:|cloudflare:|@duckduckgo\/autoconsent)/.test(name));

/** Bundled before the tests, packages load in half of the time: they have 700 modules. */
const bundledPackages = {
  ssr: {
    enabled: true,
    noDiscovery: true,
    include: [...new Set(PACKAGES), "standardwebhooks"],
    rolldownOptions: {
      platform: "neutral" as const,
      external: [/^(node|cloudflare):/, "fs", "fs/promises", "path"],
    },
  },
};

/** With bundled packages, Vite adds `?v=` to the paths in other packages. The pool would not see that this is a text. */
const textOfAutoconsent = {
  name: "text-of-autoconsent",
  enforce: "pre" as const,
  resolveId: (id: string, importer?: string) =>
    importer && id.endsWith("/autoconsent.playwright.js")
      ? resolve(dirname(importer), id)
      : undefined,
};

/** Pure functions. Tests of `BlockList` are not here: workerd has another implementation of it than Node. */
const PURE = [
  "test/schemas/*.test.ts",
  "test/lib/ports.test.ts",
  "test/http/known-keys.test.ts",
  "test/domain/recurrence.test.ts",
  "test/webhook/{backoff,receiver-health,sign}.test.ts",
];

/**
 * Files for which all storage, objects and queues are deleted: they look at all rows or objects or at the browser pool,
 * abort objects, run the sweep, set alarms, or put a load on the browser. Other files use only accounts of their own.
 */
const EMPTY = globSync([
  "test/browser/{deadline,graphics,pool,shared-session}.test.ts",
  "test/domain/{capture,configuration-erasure,erasure,health,purge,single-flight,sweep}.test.ts",
  "test/http/rate-limit.test.ts",
  "test/queue/captures.test.ts",
  "test/routes/{configurations,configurations-lists,remote-address,snap-failures}.test.ts",
  "test/schedule/*.test.ts",
  "test/webhook/{hosts,receivers,thousand}.test.ts",
  "test/{fuzz,secrets}.test.ts",
]).map((path) => resolve(path));

/** In Node. */
const pure = { test: { name: "pure", include: PURE, isolate: false } };
/** In workerd, with the bindings of wrangler.toml. Files share a Worker, because loading one takes 3 s. */
const workerd = {
  plugins: [
    withoutMaps,
    textOfAutoconsent,
    cloudflareTest({
      wrangler: { configPath: "./wrangler.toml" },
      // Else workerd prints each connection that a browser closed.
      verbose: false,
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
    name: "workerd",
    include: ["test/**/*.test.ts"],
    deps: { optimizer: bundledPackages },
    exclude: PURE,
    isolate: false,
    provide: { full: FULL, emptied: EMPTY },
    // Spies would stay for the next files of the Worker.
    restoreMocks: true,
    globalSetup: ["./test/support/site.mjs"],
    // As many as the contexts of the one browser session.
    maxConcurrency: 4,
    setupFiles: [
      "./test/support/logs.ts",
      "./test/support/pool-proxies.ts",
      "./test/support/network.ts",
      "./test/support/storage.ts",
    ],
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
};

/** In Node: what users start on their own machine. */
const local = {
  test: {
    name: "local",
    include: ["test/local.test.mjs"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
};

export default defineConfig({
  test: {
    projects: [pure, workerd, local],
    // Captures mostly wait, so three files at a time use two cores well.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Print the logs of the product only for tests that fail.
    silent: "passed-only",
  },
});
