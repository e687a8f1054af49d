import type { Context } from "../../context";
import { logError } from "../../lib/log";
import { closeConfiguration } from "../../store/configurations";
import type { ConfigurationRow } from "../../store/rows";
import { scheduleOf } from "../schedule-stub";
import { configurationNotFound } from "./find";

/** Ends a configuration at once: it is captured and shown no more. Its data is erased afterwards. */
export async function closeAndStop(ctx: Context, configuration: ConfigurationRow): Promise<void> {
  const { id } = configuration;
  const closing = { now: ctx.now(), purgeTag: `c-${id}` };
  if (!(await closeConfiguration(ctx.env, id, closing))) throw configurationNotFound();
  // Best effort: the erasure stops the schedule again.
  await scheduleOf(ctx, id)
    .stop()
    .catch((error: unknown) => logError("stop_failed", error, { configuration_id: id }));
}
