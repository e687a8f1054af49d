import { app } from "./app";
import { contextOf } from "./context";
import { sweep } from "./domain/sweep";
import type { Env } from "./env";
import { consumeBatch } from "./queue/consumers";

export { BrowserPool } from "./browser/pool";
export { SnapFlight } from "./flight/snap-flight";
export { Schedule } from "./schedule/schedule";

export default {
  fetch: app.fetch,
  queue: async (batch, env, execution) => consumeBatch(contextOf(env, execution), batch),
  scheduled: async (_, env, execution) => sweep(contextOf(env, execution)),
} satisfies ExportedHandler<Env>;
