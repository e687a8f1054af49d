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

// Images are removed before the rows with their keys, and the row that marks the erasure last: so an interrupted
// erasure can continue. It works in small slices, since the database and the bucket of a local server share one thread
// with all requests.

/** Time for one erasure after a response; the platform allows 30 s. */
const ERASURE_MS = 20_000;
/** Time for all erasures of a sweep: the next sweep starts a minute later. */
const SWEEP_MS = 45_000;

/** Erases a closed configuration with its images and records; false when the time ran out. */
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

/** Erases a closed account with all its data; false when the time ran out. */
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

/** Continues interrupted erasures. One that fails again, or takes long, does not stop the others. */
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

/** Repeats a slice until it finds nothing more (true) or the time runs out. Pauses as long as each slice took. */
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
