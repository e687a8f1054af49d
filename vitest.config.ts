import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { prepareBrowser } from "./scripts/browser.mjs";

await prepareBrowser();

// The Worker's secrets: wrangler reads them from the environment.
process.env.ADMIN_TOKEN = "test-admin-token";
process.env.ENCRYPTION_KEY = "dGVzdC1vbmx5LWVuY3J5cHRpb24ta2V5LTMyLWJ5dGU=";

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: {
        bindings: {
          ALLOW_PRIVATE_NETWORK: "true",
          BROWSER_MAX_SESSIONS: "1",
          MIGRATIONS: await readD1Migrations("./migrations"),
        },
      },
    }),
  ],
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["./test/support/site.mjs"],
    setupFiles: ["./test/support/database.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
