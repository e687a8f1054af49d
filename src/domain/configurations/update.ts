import type { Context } from "../../context";
import type { ConfigurationParameters } from "../../schemas/configuration";
import { replaceConfiguration } from "../../store/configurations";
import { listPausedEndpoints, resumeEndpoint } from "../../store/endpoints";
import type { AccountRow, ConfigurationRow } from "../../store/rows";
import { recurrenceOf, recurrenceOfRow } from "../configured-recurrence";
import { nextSlot } from "../recurrence";
import { scheduleOf } from "../schedule-stub";
import { type GivenConfiguration, requireConfiguration } from "./find";

const MAX_ATTEMPTS = 10;

/** Applies `change` to a configuration. A changed schedule starts again from now. */
export async function updateConfiguration(
  ctx: Context,
  account: AccountRow,
  id: string,
  change: (read: ConfigurationRow) => GivenConfiguration,
): Promise<ConfigurationRow> {
  // If another request changed the row after it was read, read it again and apply the change to that.
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const read = await requireConfiguration(ctx, account, id);
    const { config, meaning } = change(read);
    const schedule = changedSchedule(ctx, read, meaning);
    const updated = await replaceConfiguration(ctx.env, read, { config, ...schedule?.columns });
    if (!updated) continue;
    if (schedule) await scheduleOf(ctx, id).arm(schedule.recurrence);
    await resumeReceivers(ctx, read, { config, meaning });
    return updated;
  }
  throw new Error("Other requests kept changing the configuration");
}

/** A user who changes the actions has checked their receivers: those that were paused are called again. */
async function resumeReceivers(
  ctx: Context,
  read: ConfigurationRow,
  { config, meaning }: GivenConfiguration,
): Promise<void> {
  const actionsOf = (map: Record<string, unknown>) => JSON.stringify(map["multi_step_actions"]);
  if (actionsOf(config) === actionsOf(read.config)) return;
  const receivers = (meaning.multi_step_actions ?? []).map(
    (action) => "url" in action && action.url,
  );
  for (const { url } of await listPausedEndpoints(ctx.env, read.id)) {
    if (receivers.includes(url)) await resumeEndpoint(ctx.env, read.id, url, ctx.now());
  }
}

/** The new schedule, counted from now; null when the change keeps the old one and its slots. */
function changedSchedule(ctx: Context, read: ConfigurationRow, meaning: ConfigurationParameters) {
  const now = ctx.now();
  const old = recurrenceOfRow(read);
  const recurrence = recurrenceOf(meaning, now);
  if (old?.every === recurrence?.every && old?.interval === recurrence?.interval) return null;
  const anchorAt = recurrence?.anchorAt ?? read.anchorAt;
  const nextSlotAt = recurrence && nextSlot(recurrence, now);
  return { recurrence, columns: { anchorAt, nextSlotAt } };
}
