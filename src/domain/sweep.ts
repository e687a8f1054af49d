import type { Context } from "../context";
import { failJob, listLostJobs } from "../store/jobs";
import { resumeErasures } from "./erasure";

/** Puts back on its way what lost its worker. */
export async function sweep(ctx: Context): Promise<void> {
  await closeLostJobs(ctx);
  await resumeErasures(ctx);
}

async function closeLostJobs({ env, now }: Context): Promise<void> {
  for (const id of await listLostJobs(env, now())) {
    await failJob(env, id, { reason: "timeout", note: "The capture was interrupted." });
  }
}
