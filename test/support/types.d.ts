import type { D1Migration } from "@cloudflare/vitest-pool-workers";
import type { Env as WorkerEnv } from "../../src/env";
import type worker from "../../src/index";

declare global {
  namespace Cloudflare {
    interface Env extends WorkerEnv {
      MIGRATIONS: D1Migration[];
    }
    interface GlobalProps {
      mainModule: { default: typeof worker };
    }
  }
}

declare module "vitest" {
  interface ProvidedContext {
    /** Origin of the test site. */
    site: string;
    /** Origin of the same site by HTTPS and HTTP/2. */
    secureSite: string;
    /** An origin that refuses connections. */
    closedSite: string;
    /** Whether long tests run in full: on CI, or with FULL=1. */
    full: boolean;
    /** Absolute paths of the test files for which all storage is deleted. */
    emptied: string[];
  }
}
