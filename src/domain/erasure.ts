import type { Context } from "../context";
import { logError } from "../lib/log";
import { listDeletedAccounts, removeAccount } from "../store/accounts";
import {
  listClosedConfigurations,
  removeConfiguration,
  someConfigurationsOf,
} from "../store/configurations";
import { removeChangesOf } from "../store/erase";
import { removeFolder, removeImages } from "../store/images";
import { type ListOwner, removeScreenshots, someScreenshotsOf } from "../store/screenshots";

// Images go before the rows that know them, the row that remembers the erasure last: interrupted anywhere, an
// erasure goes on where it stopped.

/** Erases a closed configuration with its images and records. */
export async function eraseConfiguration(ctx: Context, id: string): Promise<void> {
  await ctx.env.SCHEDULE.getByName(id).stop();
  await eraseScreenshots(ctx, { configurationId: id });
  await removeFolder(ctx.env, id);
  await removeChangesOf(ctx.env, id);
  await removeConfiguration(ctx.env, id);
}

/** Erases a closed account with all its data. */
export async function eraseAccount(ctx: Context, accountId: string): Promise<void> {
  for (;;) {
    const configurations = await someConfigurationsOf(ctx.env, accountId);
    if (configurations.length === 0) break;
    for (const id of configurations) await eraseConfiguration(ctx, id);
  }
  await eraseScreenshots(ctx, { accountId });
  await removeAccount(ctx.env, accountId);
}

/** Goes on with erasures that were interrupted; one that fails again does not hold up the others. */
export async function resumeErasures(ctx: Context): Promise<void> {
  for (const id of await listClosedConfigurations(ctx.env)) {
    await eraseConfiguration(ctx, id).catch((error: unknown) => report(id, error));
  }
  for (const id of await listDeletedAccounts(ctx.env)) {
    await eraseAccount(ctx, id).catch((error: unknown) => report(id, error));
  }
}

function report(id: string, error: unknown): void {
  logError("erasure_failed", error, { id });
}

async function eraseScreenshots({ env }: Context, owner: ListOwner): Promise<void> {
  for (;;) {
    const shots = await someScreenshotsOf(env, owner);
    if (shots.length === 0) return;
    const keys = shots.map((shot) => shot.imageKey);
    await removeImages(env, keys);
    const ids = shots.map((shot) => shot.id);
    await removeScreenshots(env, ids);
  }
}
