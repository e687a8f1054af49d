import { app } from "./app";
import { sweep } from "./domain/sweep";
import type { Env } from "./env";

export { BrowserPool } from "./browser/pool";

export default {
  fetch: app.fetch,
  scheduled: async (_event, env, execution) => {
    await sweep({ env, now: Date.now, waitUntil: (work) => execution.waitUntil(work), origin: "" });
  },
} satisfies ExportedHandler<Env>;
