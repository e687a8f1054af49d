import { createFrameLimits } from "../guard/frame-limits";
import { createGraphicsWatch } from "../guard/graphics";
import { createPageRestrictions } from "../guard/page-restrictions";
import { createPopupWatch } from "../guard/popups";
import { createRequestGuard } from "../guard/request-guard";
import { configureEveryTarget, MAX_WORKERS } from "../guard/targets";
import type { CaptureState } from "../state";
import { createIdentityOverride } from "./identity";
import { disableScripts } from "./scripts";

/** Sets up the guard, the identity and the script setting of the page and of every target, before the target runs. */
export async function watchTargets(state: CaptureState): Promise<void> {
  const watchRequests = createRequestGuard(state);
  const restrictPage = createPageRestrictions(state);
  const watchFrames = createFrameLimits(state);
  const watchGraphics = createGraphicsWatch(state);
  const overrideIdentity = await createIdentityOverride(state);
  const watchPopups = createPopupWatch(state);
  // Pages start a worker for each processor, and may wait for all of them. Only `MAX_WORKERS` run at a time.
  await state.client.send("Emulation.setHardwareConcurrencyOverride", {
    hardwareConcurrency: MAX_WORKERS,
  });
  await configureEveryTarget(state.client, async (session, type) => {
    await Promise.all([
      watchRequests(session, type),
      // Must come before the pace of requests, which would delay its report.
      watchGraphics(session, type),
      restrictPage(session, type),
      watchFrames(session, type),
      overrideIdentity(session, type),
      disableScripts(state, session, type),
      watchPopups(session, type),
    ]);
  });
}
