import { app } from "./app";
import { consumeBatch } from "./consumers/batch";
import { contextOf } from "./context";
import { sweep } from "./domain/sweep";
import type { Env } from "./env";

export { BrowserPool } from "./objects/browser-pool";
export { Schedule } from "./objects/schedule";
export { SnapFlight } from "./objects/snap-flight";

export default {
  fetch: app.fetch,
  queue: async (batch, env, execution) => consumeBatch(contextOf(env, execution), batch),
  scheduled: async (_, env, execution) => sweep(contextOf(env, execution)),
} satisfies ExportedHandler<Env>;
