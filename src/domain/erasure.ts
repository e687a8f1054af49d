import type { Context } from "../context";
import { listDeletedAccounts, removeAccount } from "../store/accounts";
import { removeImages } from "../store/images";
import { removeScreenshots, someOfAccount } from "../store/screenshots";

/** D1 binds at most 100 parameters: https://developers.cloudflare.com/d1/platform/limits/ */
const BATCH = 100;

/**
 * Erases a closed account, images before the rows that know them, its own row last:
 * interrupted anywhere, it goes on where it stopped.
 */
export async function eraseAccount({ env }: Context, accountId: string): Promise<void> {
  for (;;) {
    const shots = await someOfAccount(env, accountId, BATCH);
    if (shots.length === 0) break;
    await removeImages(
      env,
      shots.map((shot) => shot.imageKey),
    );
    await removeScreenshots(
      env,
      shots.map((shot) => shot.id),
    );
  }
  await removeAccount(env, accountId);
}

/** Goes on with erasures that were interrupted. */
export async function resumeErasures(ctx: Context): Promise<void> {
  for (const id of await listDeletedAccounts(ctx.env)) await eraseAccount(ctx, id);
}
