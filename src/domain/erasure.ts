import type { Context } from "../context";
import { logError } from "../lib/log";
import { sleep } from "../lib/timeout";
import { listDeletedAccounts, removeAccount } from "../store/accounts";
import {
  listClosedConfigurations,
  removeConfiguration,
  someConfigurationsOf,
} from "../store/configurations";
import { removeSomeChangesOf } from "../store/erase";
import { removeImages, removeSomeOfFolder } from "../store/images";
import { type ListOwner, removeScreenshots, someScreenshotsOf } from "../store/screenshots";
import { scheduleOf } from "./schedule-stub";

// Images go before the rows that know them, the row that remembers the erasure last: interrupted anywhere, an
// erasure goes on where it stopped. It works in small slices, since the database and the bucket of a local server
// share one thread with every request.

/** What an invocation may spend on one erasure; the platform lets it go on for 30 s after its answer. */
const ERASURE_MS = 20_000;
/** What a sweep spends on all of them: the next one comes a minute later. */
const SWEEP_MS = 45_000;

/** Erases a closed configuration with its images and records; false when the time was up before the end. */
export async function eraseConfiguration(
  ctx: Context,
  id: string,
  endsAt = Date.now() + ERASURE_MS,
): Promise<boolean> {
  await scheduleOf(ctx, id).stop();
  const isErased =
    (await inSlices(endsAt, () => eraseSomeScreenshots(ctx, { configurationId: id }))) &&
    (await inSlices(endsAt, () => removeSomeOfFolder(ctx.env, id))) &&
    (await inSlices(endsAt, () => removeSomeChangesOf(ctx.env, id)));
  if (isErased) await removeConfiguration(ctx.env, id);
  return isErased;
}

/** Erases a closed account with all its data; false when the time was up before the end. */
export async function eraseAccount(
  ctx: Context,
  accountId: string,
  endsAt = Date.now() + ERASURE_MS,
): Promise<boolean> {
  for (;;) {
    const configurations = await someConfigurationsOf(ctx.env, accountId);
    if (configurations.length === 0) break;
    for (const id of configurations) {
      if (!(await eraseConfiguration(ctx, id, endsAt))) return false;
    }
  }
  const isErased = await inSlices(endsAt, () => eraseSomeScreenshots(ctx, { accountId }));
  if (isErased) await removeAccount(ctx.env, accountId);
  return isErased;
}

/** Goes on with erasures that were interrupted; one that fails again, or is long, does not hold up the others. */
export async function resumeErasures(ctx: Context): Promise<void> {
  const endsAt = Date.now() + SWEEP_MS;
  const closed = await listClosedConfigurations(ctx.env);
  const deleted = await listDeletedAccounts(ctx.env);
  const erasures = [
    ...closed.map((id) => ({ id, erase: eraseConfiguration })),
    ...deleted.map((id) => ({ id, erase: eraseAccount })),
  ];
  for (const [n, { id, erase }] of erasures.entries()) {
    const turnMs = (endsAt - Date.now()) / (erasures.length - n);
    await erase(ctx, id, Date.now() + turnMs).catch(report(id));
  }
}

function report(id: string): (error: unknown) => void {
  return (error) => logError("erasure_failed", error, { id });
}

/** Does slices of some work until one finds nothing more: true; or until the time is up. Rests as long as it works. */
async function inSlices(endsAt: number, slice: () => Promise<boolean>): Promise<boolean> {
  for (;;) {
    const startedAt = Date.now();
    if (!(await slice())) return true;
    if (Date.now() >= endsAt) return false;
    await sleep(Date.now() - startedAt);
  }
}

async function eraseSomeScreenshots({ env }: Context, owner: ListOwner): Promise<boolean> {
  const shots = await someScreenshotsOf(env, owner);
  if (shots.length === 0) return false;
  await removeImages(
    env,
    shots.map((shot) => shot.imageKey),
  );
  await removeScreenshots(
    env,
    shots.map((shot) => shot.id),
  );
  return true;
}
